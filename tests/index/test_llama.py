from llama_index.core.schema import Document, TextNode

from corpus.home import Home
from index.build import build
from index.index import Index
from index.llama import HybridRetriever, PassageParser
from index.where import Where
from tests.conftest import AxisEncoder
from tests.index.library import write_all


def test_nodes_carry_true_offsets_where_a_text_repeats_itself(encoder: AxisEncoder) -> None:
    unit = " ".join(f"Sentence {n % 4} speaks of the treaty again." for n in range(40))
    document = Document(text=f"{unit} {unit}", metadata={"title": "Treaty"})
    nodes = PassageParser(encoder.count_tokens).get_nodes_from_documents([document])
    assert len(nodes) > 2
    ends = []
    for node in nodes:
        assert isinstance(node, TextNode)
        assert document.text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.ref_doc_id == document.doc_id
        assert node.metadata["title"] == "Treaty"
        ends.append(node.end_char_idx)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(document.text)


def test_the_retriever_gives_what_search_gives(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    found = HybridRetriever(index, 2).retrieve("treaty")
    hits = index.search("treaty", 2)
    assert [node.node_id for node in found] == [hit.passage.id for hit in hits]
    assert [node.score for node in found] == [hit.score for hit in hits]
    assert found[0].metadata["source"] == "treaty.md"


def test_the_retriever_looks_only_where_it_is_told(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    one = index.search("treaty", 1)[0].passage.article_id
    others = HybridRetriever(index, 5, where=Where(articles=tuple({info.id for info in index.articles()} - {one})))
    found = others.retrieve("treaty")
    assert found
    assert one not in {node.metadata["article_id"] for node in found}
