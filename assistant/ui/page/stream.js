/* What is asked while Gradio's stream of drawings closes would never be drawn. The server has ended the stream, because
   nothing was under way, and the page, which has not heard of it yet, opens no other. Here the stream then goes on: its
   end is told to Gradio only when all that was asked has been drawn. */
const fetched = window.fetch;
const underWay = new Set(); // the events whose last drawing has not come
const over = new Set(); // those whose last drawing came before the page had heard that they began
let joining = 0; // requests to begin one
const ends = new Map(); // what waits for the end of an event, by the ticket that it was sent with
const tickets = new Map(); // of those, by the event
const isOver = (ticket) => { ends.get(ticket)?.(); ends.delete(ticket); };
const path = (asked) => new URL(asked.url ?? asked, location.href).pathname;
const joined = async (...given) => {
  joining += 1;
  const ticket = ends.size && JSON.parse(given[1].body).event_data?.ticket;
  let begun = false;
  try {
    const response = await fetched(...given);
    if (response.ok) {
      const { event_id } = await response.clone().json();
      begun = !over.delete(event_id);
      if (begun) underWay.add(event_id);
      if (begun && ticket) tickets.set(event_id, ticket);
    }
    return response;
  } finally {
    if (!begun) isOver(ticket);
    joining -= 1;
  }
};
const parsed = (message) => { try { return JSON.parse(message.slice("data:".length)); } catch { return {}; } };
const heard = async (response, say) => { // passes the messages on; true at the end of a stream that the server closed
  if (!response.ok) throw new Error(`the stream of drawings ended: ${response.status}`);
  let rest = "";
  for (const reader = response.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return false;
    const messages = (rest + value).split("\n\n");
    rest = messages.pop();
    for (const message of messages) {
      const { msg, event_id } = parsed(message);
      if (msg === "close_stream") return true;
      if (msg === "process_completed") {
        if (!underWay.delete(event_id)) over.add(event_id);
        isOver(tickets.get(event_id));
        tickets.delete(event_id);
      }
      say(`${message}\n\n`);
    }
  }
};
const goneOn = async (request) => {
  const first = await fetched(request.clone());
  if (!first.ok) return first;
  const bytes = new TextEncoder();
  const drawn = new ReadableStream({
    async start(controller) {
      const say = (words) => controller.enqueue(bytes.encode(words));
      try {
        for (let response = first; await heard(response, say); response = await fetched(request.clone())) {
          while (joining) await new Promise((soon) => { setTimeout(soon, 5); });
          if (underWay.size) continue;
          say('data: {"msg":"close_stream","event_id":null}\n\n');
          break;
        }
        controller.close();
      } catch (error) {
        for (const ticket of [...ends.keys()]) isOver(ticket); // nobody will hear of them any more
        controller.error(error);
      }
    },
  });
  return new Response(drawn, { status: first.status, headers: first.headers });
};
window.fetch = (...given) => {
  if (path(given[0]).endsWith("/queue/join")) return joined(...given);
  if (path(given[0]).endsWith("/queue/data")) return goneOn(new Request(...given));
  return fetched(...given);
};
