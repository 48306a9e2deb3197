"""The neural painter: Stable Diffusion, or another text-to-image model, through `diffusers`.

libraries -> device -> weights (fetching) -> loading -> studio (asking, embedding, sizes, economy) -> painter. Each step is a
module; none imports torch before load().
"""
