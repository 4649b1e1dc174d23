"""Our chunks and our search as LlamaIndex knows them: a node parser and a retriever.

For people whose programs speak LlamaIndex; Chancery itself does not import this module. Nodes carry the offsets that we
compute: the library's own come from looking for the text, and are wrong where a text repeats itself.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    TextNode,
)
from pydantic import PrivateAttr

from corpus.article import Article
from index.chunk import CountTokens, chunk_text
from index.encoder import load_encoder
from index.errors import UnknownArticle
from index.index import Index
from index.passage import Hit, Passage
from index.where import ANYWHERE, Where


class PassageParser(NodeParser):
    """Documents to nodes of whole sentences: `document.text[node.start_char_idx:node.end_char_idx] == node.text`."""

    _count_tokens: CountTokens = PrivateAttr()

    # Any: what LlamaIndex's own fields are, passed on
    def __init__(self, count_tokens: CountTokens | None = None, **fields: Any) -> None:  # noqa: ANN401
        """`count_tokens` is by default that of the bundled encoder."""
        super().__init__(**fields)
        self._count_tokens = count_tokens or load_encoder().count_tokens

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex stores it."""
        return "PassageParser"

    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002 - LlamaIndex's signature
        **kwargs: Any,  # noqa: ANN401, ARG002 - LlamaIndex's signature
    ) -> list[BaseNode]:
        return [
            _node(passage, node)
            for node in nodes
            for passage in chunk_text(node.node_id, node.get_content(MetadataMode.NONE), self._count_tokens)
        ]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Let the library add metadata and neighbours, and put back our offsets, which it overwrites by its guess."""
        ours = [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        done = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        texts = [node for node in done if isinstance(node, TextNode)]
        for node, (start, end) in zip(texts, ours, strict=True):
            node.start_char_idx, node.end_char_idx = start, end
        return done


class HybridRetriever(BaseRetriever):
    """Chancery's search as a retriever; scores are comparable within one query only."""

    def __init__(self, index: Index, k: int = 10, *, where: Where = ANYWHERE, prefer: Sequence[Where] = ()) -> None:
        """`k` is the number of passages that `retrieve` returns; `where` and `prefer` as in `Index.search`."""
        super().__init__()
        self._index, self._k = index, k
        self._where, self._prefer = where, prefer

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.search(query_bundle.query_str, self._k, where=self._where, prefer=self._prefer)
        articles: dict[str, Article] = {}
        for article_id in {hit.passage.article_id for hit in hits}:
            with contextlib.suppress(UnknownArticle):  # removed since the search
                articles[article_id] = self._index.article(article_id)
        return [
            NodeWithScore(node=_found(hit, articles[hit.passage.article_id]), score=hit.score)
            for hit in hits
            if hit.passage.article_id in articles
        ]


def _node(passage: Passage, parent: BaseNode) -> TextNode:
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: parent.as_related_node_info()},
    )


def _found(hit: Hit, article: Article) -> TextNode:
    passage = hit.passage
    known = {
        "source": article.source,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published or "",
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={"article_id": passage.article_id, **known},
    )
