"""Configurations: code that a loader imports from the release or beside it, objects that are built by name, indexes that lead elsewhere; and plain ones."""
import json

from . import tensors, torch_files, zips
from .case import BENIGN, CODE, HOSTILE, UNKNOWN, Case

SHARD = "model-00001-of-00001.safetensors"
CONFIG = {"architectures": ["ExampleForCausalLM"], "model_type": "llama", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "vocab_size": 16,
          "torch_dtype": "float32"}


def dump(value):
    return json.dumps(value, indent=1).encode()


def index_of(name, **more):
    return dump({"metadata": {"total_size": 8}, "weight_map": {"w": name}, **more})


def index_cases():
    shard = tensors.file_of({"w": tensors.tensor()}, bytes(8))
    where = ("../model.safetensors", "/etc/passwd", "http://example.org/m.safetensors", "https://example.org/m.safetensors", "..\\m.safetensors",
             "C:\\m.safetensors", "a/../../m.safetensors", "m\0.safetensors",
             "\\\\host\\share\\m.safetensors", "file:///etc/passwd", "//host/m.safetensors", "./../m.safetensors", "a/./../../m", "..")
    for number, name in enumerate(where):
        yield Case(f"index-{number}", {"model.safetensors.index.json": index_of(name), SHARD: shard}, HOSTILE, f"an index that leads to {name!r}")
        yield Case(f"index-of-bin-{number}", {"pytorch_model.bin.index.json": index_of(name)}, HOSTILE, f"an index that leads to {name!r}")
    yield Case("index-plain", {"model.safetensors.index.json": index_of(SHARD), SHARD: shard}, BENIGN, "an index and its shard")
    yield Case("index-in-folder", {"model.safetensors.index.json": index_of("part/" + SHARD), "part/" + SHARD: shard}, BENIGN,
               "an index and its shard, below it")
    yield Case("index-symlink", {"model.safetensors.index.json": index_of(SHARD)}, UNKNOWN, "a shard that is a link out of the release: not followed, and said",
               links={SHARD: "/etc/passwd"})
    yield Case("index-broken", {"model.safetensors.index.json": b'{"weight_map": {"w": "' + SHARD.encode(), SHARD: shard}, HOSTILE, "an index that is cut",
               rule="format/")
    yield Case("index-twice", {"model.safetensors.index.json": b'{"metadata": {}, "weight_map": {"w": "a", "w": "' + SHARD.encode() + b'"}}', SHARD: shard},
               HOSTILE, "a tensor that is in two shards", rule="format/")


def remote_code_cases():
    program = b"import torch\n\n\nclass ExampleForCausalLM(torch.nn.Module):\n    pass\n"
    auto = {**CONFIG, "auto_map": {"AutoModelForCausalLM": "modeling_example.ExampleForCausalLM"}}
    yield Case("auto-map", {"config.json": dump(auto), "modeling_example.py": program}, CODE, "a model class in the release")
    yield Case("auto-map-alone", {"config.json": dump(auto)}, CODE, "a model class that is not here")
    yield Case("auto-map-other-repository", {"config.json": dump({**CONFIG, "auto_map": {"AutoModel": "somebody/else--modeling_example.Example"}})}, CODE,
               "a model class of another repository")
    yield Case("auto-map-tokenizer", {"tokenizer_config.json": dump({"tokenizer_class": "T", "auto_map": {"AutoTokenizer": ["tokenization_example.T", None]}})},
               CODE, "a tokenizer class in the release")
    yield Case("auto-map-processor", {"preprocessor_config.json": dump({"image_processor_type": "P",
                                                                        "auto_map": {"AutoImageProcessor": "processing_example.P"}})}, CODE,
                                                                        "a processor class in the release")
    yield Case("auto-map-nested", {"config.json": dump({**CONFIG, "text_config": auto})}, CODE, "a model class in a part of the configuration")
    yield Case("auto-mapping-adapter", {"adapter_config.json": dump({"peft_type": "LORA", "r": 8,
                                                                     "auto_mapping": {"base_model_class": "Example",
                                                                                      "parent_library": "transformers_modules.x.modeling_example"}})}, CODE,
               "an adapter that names a module")
    yield Case("custom-pipelines", {"config.json": dump({**CONFIG, "custom_pipelines": {"x": {"impl": "pipeline_example.P", "pt": ["AutoModel"], "tf": []}}})},
               CODE, "a pipeline in the release")
    yield Case("trust-remote-code", {"config.json": dump({**CONFIG, "trust_remote_code": True})}, CODE, "a configuration that asks to be trusted")
    yield Case("auto-map-in-zip", {"m.zip": zips.write_files({"m/config.json": dump(auto)})}, CODE, "a model class, in a zip")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    yield Case("modules-plain", {"modules.json": dump(modules)}, BENIGN, "the modules of a sentence transformer")
    yield Case("modules-own", {"modules.json": dump([{**modules[0], "type": "custom_st.Transformer"}]), "custom_st.py": program}, CODE,
               "a module in the release")
    for name in ("os.system", "subprocess.Popen", "builtins.exec", "torch.hub.load"):
        yield Case(f"modules-{name}", {"modules.json": dump([{**modules[0], "type": name}])}, HOSTILE, f"{name} as a module of a sentence transformer",
                   rule="danger/")
    pipeline = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.30.0", "unet": ["diffusers", "UNet2DConditionModel"],
                "tokenizer": ["transformers", "CLIPTokenizer"]}
    yield Case("pipeline-plain", {"model_index.json": dump(pipeline)}, BENIGN, "a pipeline")
    yield Case("pipeline-own", {"model_index.json": dump({**pipeline, "_class_name": ["pipeline_example", "P"]}), "pipeline_example.py": program}, CODE,
               "a pipeline class in the release")
    for library, name in (("os", "system"), ("subprocess", "Popen"), ("builtins", "exec"), ("shutil", "rmtree")):
        yield Case(f"pipeline-{library}", {"model_index.json": dump({**pipeline, "unet": [library, name]})}, HOSTILE,
                   f"{library}.{name} as a part of a pipeline", rule="danger/")
    yield Case("config-plain", {"config.json": dump(CONFIG)}, BENIGN, "a configuration")
    yield Case("config-auto-map-empty", {"config.json": dump({**CONFIG, "auto_map": {}})}, BENIGN, "an empty map")
    yield Case("generation-config", {"generation_config.json": dump({"do_sample": True, "temperature": 0.6, "eos_token_id": [1, 2]})}, BENIGN, "how to sample")
    yield Case("adapter-plain", {"adapter_config.json": dump({"peft_type": "LORA", "r": 8, "target_modules": ["q_proj"], "auto_mapping": None})}, BENIGN,
               "an adapter")
    yield Case("tokenizer-plain", {"tokenizer.json": dump({"version": "1.0", "model": {"type": "BPE", "vocab": {"__class__": 0, "os.system": 1, "eval": 2},
                                                                                       "merges": []}})}, UNKNOWN, "a vocabulary with words that remind")


def target_cases():
    for name in ("os.system", "subprocess.Popen", "builtins.eval", "builtins.exec", "subprocess.check_output", "shutil.rmtree", "importlib.import_module",
                 "pickle.loads", "torch.hub.load", "posix.system", "os.path.os.system",
                 "builtins.__import__", "runpy.run_path", "urllib.request.urlretrieve", "torch.load", "numpy.load", "pty.spawn"):
        label = name.replace("__", "")
        yaml = f"model:\n  _target_: {name}\n  command: echo corpus\n".encode()
        yield Case(f"target-{label}", {"config.yaml": yaml}, HOSTILE, f"{name} is built by name", rule="danger/")
        yield Case(f"target-{label}-in-nemo", {"m.nemo": torch_files.tar_file({"./model_config.yaml": yaml, "./model_weights.ckpt": torch_files.zip_file()},
                                                                              mode="w:gz")}, HOSTILE, f"{name} is built by name, in a NeMo file",
                   rule="danger/")
    yield Case("target-in-json", {"config.json": dump({**CONFIG, "loss": {"_target_": "os.system", "command": "echo corpus"}})}, HOSTILE,
               "os.system is built by name", rule="danger/")
    yield Case("target-deep", {"config.yaml": b"a:\n  - b:\n      c: {_target_: os.system}\n"}, HOSTILE, "a target in a list", rule="danger/")
    yield Case("target-quoted", {"config.yaml": b'"_target_": "os.system"\n'}, HOSTILE, "a target in quotes", rule="danger/")
    yield Case("target-escaped", {"config.yaml": b'"\\x5ftarget_": "o\\x73.system"\n'}, HOSTILE, "a target in escapes", rule="danger/")
    yield Case("target-by-anchor", {"config.yaml": b"x: &a {_target_: os.system}\ny: *a\n"}, HOSTILE, "a target behind an anchor", rule="danger/")
    yield Case("target-of-a-library", {"config.yaml": b"model:\n  _target_: torch.nn.Linear\n  in_features: 2\n"}, CODE, "a class of a known library")
    yield Case("target-of-nemo", {"m.nemo": torch_files.tar_file({"./model_config.yaml": b"target: nemo.collections.asr.models.EncDecCTCModel\npreprocessor:\n  _target_: nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor\n",
                                                                  "./model_weights.ckpt": torch_files.zip_file()})}, CODE, "a NeMo file")
    for tag in ("!!python/object/apply:os.system ['echo corpus']", "!!python/object/new:subprocess.Popen [['echo']]", "!!python/name:os.system ''",
                "!!python/module:os ''", "!!python/object:a_package.Thing {}",
                "!<tag:yaml.org,2002:python/object/apply:os.system> ['echo']"):
        yield Case(f"yaml-tag-{sum(tag.encode())}", {"config.yaml": f"model: {tag}\n".encode()}, HOSTILE, f"a tag that an unsafe loader obeys: {tag[:30]}")
    yield Case("yaml-plain", {"config.yaml": b"model:\n  hidden: 8\n  target: os\n  note: see os.system\n"}, UNKNOWN, "a plain configuration")


def broken_cases():
    yield Case("config-cut", {"config.json": dump(CONFIG)[:-5]}, UNKNOWN, "a configuration that is cut: said, or an error of its own")
    yield Case("config-deep", {"config.json": b"[" * 100_000}, UNKNOWN, "a configuration that is deep")


def cases():
    for group in (index_cases, remote_code_cases, target_cases):
        yield from group()
