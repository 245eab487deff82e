"""Chat templates where they stand: in GGUF metadata, in tokenizer_config.json, in files of their own, in archives."""
import json

from . import gguf, template_texts, torch_files, zips
from .case import BENIGN, HOSTILE, Case


def tokenizer_config(template):
    return json.dumps({"bos_token": "<s>", "eos_token": "</s>", "model_max_length": 4096, "tokenizer_class": "PreTrainedTokenizerFast",
                       "chat_template": template}).encode()


def holders(template):
    """(where, files) for each place in which loaders look for a template."""
    key = ("tokenizer.chat_template", gguf.STRING, template)
    yield "gguf", {"model.gguf": gguf.file_of((gguf.ARCHITECTURE, key))}
    yield "tokenizer-config", {"tokenizer_config.json": tokenizer_config(template)}
    yield "jinja", {"chat_template.jinja": template.encode()}


def more_holders(template):
    named = [{"name": "default", "template": "{{ messages }}"}, {"name": "tool_use", "template": template}]
    key = ("tokenizer.chat_template.tool_use", gguf.STRING, template)
    yield "gguf-named", {"model.gguf": gguf.file_of((gguf.ARCHITECTURE, ("tokenizer.chat_template", gguf.STRING, "{{ messages }}"), key))}
    yield "gguf-other-key", {"model.gguf": gguf.file_of((gguf.ARCHITECTURE, ("tokenizer.chat_template.rag", gguf.STRING, template)))}
    yield "gguf-behind-tensors", {"model.gguf": gguf.file_of((gguf.ARCHITECTURE, ("a.vocabulary", gguf.ARRAY, (gguf.STRING, ["x"] * 1000)),
                                                              ("tokenizer.chat_template", gguf.STRING, template)),
                                                             (gguf.info(),), bytes(32))}
    yield "gguf-big-endian", {"model.gguf": gguf.file_of((gguf.ARCHITECTURE, ("tokenizer.chat_template", gguf.STRING, template)), order=">")}
    yield "tokenizer-config-list", {"tokenizer_config.json": tokenizer_config(named)}
    yield "tokenizer-config-map", {"tokenizer_config.json": tokenizer_config({"default": "{{ messages }}", "tools": template})}
    yield "processor-config", {"processor_config.json": json.dumps({"processor_class": "P", "chat_template": template}).encode()}
    yield "chat-template-json", {"chat_template.json": json.dumps({"chat_template": template}).encode()}
    yield "additional-templates", {"additional_chat_templates/tool.jinja": template.encode()}
    yield "jinja2", {"prompt.j2": template.encode()}
    yield "in-a-zip", {"model.zip": zips.write_files({"m/tokenizer_config.json": tokenizer_config(template)})}
    yield "gguf-in-a-zip", {"model.zip": zips.write_files({"m/model.gguf": gguf.file_of((gguf.ARCHITECTURE,
                                                                                         ("tokenizer.chat_template", gguf.STRING, template)))})}
    yield "jinja-in-a-tar", {"model.tar": torch_files.tar_file({"m/chat_template.jinja": template.encode()})}


def cases():
    for name, template in template_texts.REACH.items():
        for where, files in holders(template):
            yield Case(f"{name}-in-{where}", files, HOSTILE, f"a template that reaches beyond one ({name})", rule="danger/")
    for name, template in template_texts.SOUND.items():
        for where, files in holders(template):
            yield Case(f"sound-{name}-in-{where}", files, BENIGN, f"a template of the usual shapes ({name})")
    reach, sound = template_texts.REACH["globals"], template_texts.SOUND["reasoning"]
    for where, files in more_holders(reach):
        yield Case(f"reach-in-{where}", files, HOSTILE, "a template that reaches beyond one, elsewhere", rule="danger/")
    for where, files in more_holders(sound):
        yield Case(f"sound-in-{where}", files, BENIGN, "a usual template, elsewhere")
