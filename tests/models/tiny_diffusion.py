"""A checkpoint of the real Stable Diffusion classes, made on the spot: tiny, of random weights, saved as safetensors."""

import json
from pathlib import Path
from typing import Any

BOTH_ENDS = ("<|startoftext|>", "<|endoftext|>")


def save_tokenizer(folder: Path) -> None:
    """Write the files of a CLIP tokenizer that knows letters only, each alone or at a word's end."""
    letters = [chr(code) for code in range(33, 127)]
    words = [*letters, *(f"{letter}</w>" for letter in letters), *BOTH_ENDS]
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({word: at for at, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    begin, end = BOTH_ENDS
    said = {"bos_token": begin, "eos_token": end, "unk_token": end, "pad_token": end}
    (folder / "special_tokens_map.json").write_text(json.dumps(said))
    settings = said | {"model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))


def tiny_parts(folder: Path, *, has_checker: bool) -> dict[str, Any]:
    """Build the parts of a pipeline; the tokenizer is written to `folder` on the way."""
    import torch
    from diffusers import AutoencoderKL, PNDMScheduler, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    torch.manual_seed(0)
    save_tokenizer(folder)
    tokenizer = CLIPTokenizer.from_pretrained(str(folder))
    unet = UNet2DConditionModel(
        sample_size=32, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16, attention_head_dim=4,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    text = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    parts = {"unet": unet, "vae": vae, "text_encoder": CLIPTextModel(text), "tokenizer": tokenizer}
    checker, extractor = tiny_checker() if has_checker else (None, None)
    scheduler = PNDMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        skip_prk_steps=True,
        steps_offset=1,
    )
    return {
        **parts,
        "scheduler": scheduler,
        "safety_checker": checker,
        "feature_extractor": extractor,
    }


def tiny_checker() -> tuple[Any, Any]:
    """Build a safety checker of random weights, and what prepares pictures for it."""
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPConfig, CLIPImageProcessor

    config = CLIPConfig(
        projection_dim=16,
        vision_config={"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
                       "image_size": 32, "patch_size": 8},
    )  # fmt: skip
    size = {"shortest_edge": 32}
    return StableDiffusionSafetyChecker(config), CLIPImageProcessor(size=size, crop_size=32)


def save_tiny_model(folder: Path, *, has_checker: bool = False) -> Path:
    """Save a whole tiny model as safetensors."""
    from diffusers import StableDiffusionPipeline

    parts = tiny_parts(folder.with_name(f"{folder.name}-tokenizer"), has_checker=has_checker)
    pipe = StableDiffusionPipeline(**parts, requires_safety_checker=has_checker)
    pipe.save_pretrained(str(folder), safe_serialization=True)
    return folder


def save_tiny_lora(folder: Path, model: Path) -> Path:
    """Save a LoRA of random weights that fits a tiny model's UNet."""
    import torch
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    torch.manual_seed(1)
    unet = UNet2DConditionModel.from_pretrained(str(model / "unet"))
    unet.add_adapter(
        LoraConfig(r=2, init_lora_weights=False, target_modules=["to_k", "to_q", "to_v"])
    )
    layers = get_peft_model_state_dict(unet)
    StableDiffusionPipeline.save_lora_weights(
        str(folder), unet_lora_layers=layers, safe_serialization=True
    )
    return folder


def save_tiny_xl(folder: Path) -> Path:
    """Save a tiny model of the XL kind: two text encoders, a pooled reading, size conditions."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    parts = tiny_parts(folder.with_name(f"{folder.name}-tokenizer"), has_checker=False)
    torch.manual_seed(0)
    text = CLIPTextConfig(**parts["text_encoder"].config.to_dict() | {"projection_dim": 16})
    unet = UNet2DConditionModel(
        sample_size=32, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, cross_attention_dim=32,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4, addition_embed_type="text_time", addition_time_embed_dim=4,
        projection_class_embeddings_input_dim=6 * 4 + 16,
    )  # fmt: skip
    pipe = StableDiffusionXLPipeline(
        vae=parts["vae"], unet=unet, text_encoder=CLIPTextModel(text), text_encoder_2=CLIPTextModelWithProjection(text),
        tokenizer=parts["tokenizer"], tokenizer_2=parts["tokenizer"], scheduler=EulerDiscreteScheduler(),
        add_watermarker=False,
    )  # fmt: skip
    pipe.save_pretrained(str(folder), safe_serialization=True)
    return folder
