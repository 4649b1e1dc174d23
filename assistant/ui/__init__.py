"""The chat window: a local web page drawn with Gradio. It asks `Library` and draws the records that come back."""
