"""LlamaIndex's QueryFusionRetriever over the texts and vectors of `benchmarks.recall`.

Needs llama-index-retrievers-bm25. BM25 and fusion are LlamaIndex's own, with their defaults, over nodes whose title is
their metadata. Its vector side is ours: the vectors are the same, and its store in memory takes a second a query.
"""

from collections.abc import Callable, Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.retrievers.bm25 import BM25Retriever


class _Vectors(BaseRetriever):
    """The nodes of the nearest vectors, exact."""

    def __init__(self, nodes: Sequence[TextNode], found: Callable[[str], Sequence[tuple[int, float]]]) -> None:
        super().__init__()
        self._nodes, self._found = nodes, found

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._found(query_bundle.query_str)
        return [NodeWithScore(node=self._nodes[row], score=score) for row, score in found]


def fusion(
    texts: Sequence[tuple[str, str, str]],
    queries: Sequence[str],
    dense: Callable[[int], Sequence[tuple[int, float]]],
    mode: str,
    depth: int,
) -> Callable[[int], list[int]]:
    """The numbers of texts that it finds for the query of a number, best first.

    Both sides, and the fused list, are of `depth` nodes: with its own default of 2 there would be nothing to fuse.
    """
    nodes = [
        TextNode(id_=str(row), text=text, metadata={"title": title} if title else {})
        for row, (_, title, text) in enumerate(texts)
    ]
    numbers = {query: number for number, query in enumerate(queries)}
    vectors = _Vectors(nodes, lambda query: dense(numbers[query]))
    words = BM25Retriever.from_defaults(nodes=list(nodes), similarity_top_k=depth)
    retriever = QueryFusionRetriever(
        [vectors, words],
        llm=MockLLM(),  # unused: one query
        num_queries=1,
        use_async=False,
        similarity_top_k=depth,
        mode=FUSION_MODES(mode),
    )
    return lambda number: [int(found.node.node_id) for found in retriever.retrieve(queries[number])]
