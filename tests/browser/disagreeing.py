"""Three articles of three outlets that do not say the same, and a question to which that matters."""

QUESTION = "How many sailors will go home before Easter?"
ARTICLES = {
    "gazette.md": """---
title: Talks on the Lindholm strait end after nine hours
outlet: Harbour Gazette
date: 2025-03-18
---

The delegations of Norland and Sudmark ended their talks on the Lindholm strait on Monday evening, after nine hours in
the old customs house of Port Wessel. The two sides agreed that 340 sailors held since the autumn will go home before
Easter.

“Nobody left the table, and that is new,” the Norland envoy Ottilie Brandvold told reporters on the quay. The next
round is to begin on 7 April 2025.
""",
    "courier.md": """---
title: 'Sudmark: fewer sailors will go home'
outlet: Sudmark Courier
date: 2025-03-19
---

Sudmark will let 280 sailors go home before Easter, its Foreign Ministry said on Tuesday, and not the number that was
named in Port Wessel. The others are charged with fishing in closed waters and will stay until their trials.

The ministry praised the talks on the Lindholm strait as sober. The next round is to begin on 14 April 2025, the
ministry said, because the ice leaves the strait late this year.
""",
    "desk.md": """---
title: What was settled in Port Wessel
outlet: Northern Desk
date: 2025-03-20
---

Two days after the talks on the Lindholm strait both capitals describe them differently. Norland speaks of 340 sailors
who will go home before Easter; the ships themselves stay in Sudmark’s ports.

Observers in Port Wessel expect the next round of talks on 7 April 2025.
""",
}
