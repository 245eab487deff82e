// What chat templates are given, and what reaches beyond them: names of Jinja, of Python's texts, lists and maps, and of what lies behind Python objects.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace aboveboard::format::words {

template <std::size_t N>
constexpr bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Functions: Jinja's own globals, and what the runtimes of language models add (transformers/utils/chat_template_utils.py).
inline constexpr std::array<std::string_view, 14> kFunctions = {"range", "namespace", "raise_exception", "strftime_now", "dict", "cycler", "joiner",
                                                                "lipsum", "loop", "caller", "super", "tojson", "fromjson", "from_json"};
// Of these, and of the names that frameworks put beside a template: what a template has no use for but to call it.
inline constexpr std::array<std::string_view, 16> kObjects = {"self", "request", "config", "lipsum", "cycler", "joiner", "namespace", "url_for",
                                                              "get_flashed_messages", "session", "g", "app", "application", "__builtins__", "context", "environment"};
// Methods of texts, lists, maps, sets, dates and of Jinja's loop, cycler and joiner.
inline constexpr std::array<std::string_view, 83> kMethods = {
    "capitalize", "casefold", "center", "count", "decode", "encode", "endswith", "expandtabs", "find", "format", "index", "isalnum", "isalpha", "isascii",
    "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip",
    "maketrans", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
    "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill",
    "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "copy",
    "get", "items", "keys", "values", "update", "setdefault", "popitem", "fromkeys",
    "add", "discard", "union", "intersection", "difference", "issubset", "issuperset",
    "strftime", "isoformat", "date", "time", "today", "total_seconds",
    "cycle", "changed", "next", "reset", "bit_length", "is_integer"};
// Methods, and filters, whose result is a text that was not there before.
inline constexpr std::array<std::string_view, 14> kBuilders = {"join", "format", "replace", "reverse", "translate", "center", "ljust", "rjust", "zfill", "expandtabs",
                                                               "urlencode", "urlize", "sum", "decode"};
// Filters that give their input, or an item or a spelling of it.
inline constexpr std::array<std::string_view, 20> kPassing = {"trim", "lower", "upper", "string", "safe", "escape", "e", "forceescape", "default", "d", "first", "last",
                                                              "list", "title", "capitalize", "strip", "lstrip", "rstrip", "casefold", "random"};
// Attributes of functions, frames, generators and classes that Jinja's own sandbox refuses (jinja2/sandbox.py), and what is behind them.
inline constexpr std::array<std::string_view, 24> kInternal = {
    "mro", "func_globals", "func_code", "func_closure", "func_defaults", "func_dict", "im_class", "im_func", "im_self", "gi_frame", "gi_code", "cr_frame",
    "cr_code", "ag_frame", "ag_code", "f_globals", "f_locals", "f_builtins", "f_back", "f_code", "tb_frame", "tb_next", "co_consts", "co_code"};
// Tags that open, part or close a block, and stand alone.
inline constexpr std::array<std::string_view, 35> kTags = {
    "for", "endfor", "if", "elif", "else", "endif", "set", "endset", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "with", "endwith", "do",
    "break", "continue", "block", "endblock", "autoescape", "endautoescape", "generation", "endgeneration", "include", "import", "from", "extends",
    "trans", "endtrans", "pluralize", "raw", "endraw", "debug"};
// Keys of the parts of a message, which templates look for in it.
inline constexpr std::array<std::string_view, 24> kPartKeys = {"text", "image", "image_url", "video", "video_url", "audio", "audio_url", "input_audio", "value", "parts",
                                                               "blocks", "type", "content", "thinking", "reasoning", "reasoning_content", "tool_calls", "tools",
                                                               "name", "role", "data", "file", "document", "documents"};

}  // namespace aboveboard::format::words
