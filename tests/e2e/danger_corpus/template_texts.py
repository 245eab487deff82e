"""Chat templates of our own: the usual shapes, which must pass, and those that reach beyond a template, which must not."""

SOUND = {
    "plain": "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}<|end|>\n{% endfor %}{% if add_generation_prompt "
             "%}<|assistant|>\n{% endif %}",
    "trimmed": "{%- for m in messages -%}\n[{{ m.role | upper }}] {{ m.content | trim }}\n{%- endfor -%}",
    "first-is-system": "{% if messages[0]['role'] == 'system' %}{% set system = messages[0]['content'] %}{% set rest = messages[1:] %}{% else %}{% set system "
                       "= '' %}{% set rest = messages %}{% endif %}"
                       "{{ bos_token }}{% if system %}{{ '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' }}{% endif %}{% for m in rest %}{{ m['content'] }}{{ "
                       "eos_token }}{% endfor %}",
    "roles-alternate": "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate "
                       "user/assistant/user/assistant/...') }}{% endif %}"
                       "{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'].strip() + ' [/INST]' }}{% elif m['role'] == 'assistant' %}{{ ' ' + "
                       "m['content'] + eos_token }}{% endif %}{% endfor %}",
    "namespace": "{% set ns = namespace(found=false, system='', index=-1) %}{% for m in messages %}{% if m.role == 'system' and not ns.found %}{% set "
                 "ns.system = m.content %}{% set ns.found = true %}"
                 "{% set ns.index = loop.index0 %}{% endif %}{% endfor %}{{ ns.system }}{% for m in messages if m.role != 'system' %}{{ m.content }}{% endfor "
                 "%}",
    "tools": "{%- if tools %}\n{{- '<|im_start|>system\\n# Tools\\n\\nYou may call one or more functions.\\n<tools>' }}\n{%- for tool in tools %}\n{{- '\\n' "
             "}}{{- tool | tojson }}\n{%- endfor %}\n"
             "{{- '\\n</tools>\\nAnswer with {\"name\": <function-name>, \"arguments\": <args-json-object>}<|im_end|>\\n' }}\n{%- endif %}\n{%- for message "
             "in messages %}\n"
             "{%- if message.tool_calls %}\n{%- for call in message.tool_calls %}\n{%- if call.function is defined %}{%- set call = call.function %}{%- endif "
             "%}\n"
             "{{- '<tool_call>{\"name\": \"' + call.name + '\", \"arguments\": ' }}{{- call.arguments if call.arguments is string else call.arguments | "
             "tojson }}{{- '}</tool_call>' }}\n{%- endfor %}\n"
             "{%- elif message.role == 'tool' %}\n{{- '<tool_response>' + message.content + '</tool_response>' }}\n{%- else %}\n{{- message.content }}\n{%- "
             "endif %}\n{%- endfor %}",
    "macros": "{% macro json_type(schema) -%}{%- if schema.type is string -%}{{ schema.type }}{%- elif schema.type is iterable -%}{{ schema.type | join(' | "
              "') }}{%- elif schema.anyOf -%}"
              "{%- for option in schema.anyOf -%}{{ json_type(option) }}{%- if not loop.last %} | {% endif -%}{%- endfor -%}{%- else -%}any{%- endif -%}{%- "
              "endmacro %}"
              "{% macro parameters(tool) %}{% for name, schema in tool.parameters.properties.items() %}{{ name }}: {{ json_type(schema) }}{{ ', ' if not "
              "loop.last }}{% endfor %}{% endmacro %}"
              "{% for tool in tools or [] %}def {{ tool.name }}({{ parameters(tool) }}):\n    \"\"\"{{ tool.description | default('', true) }}\"\"\"\n{% "
              "endfor %}",
    "reasoning": "{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}\n{%- for message in messages[::-1] %}\n{%- set index "
                 "= (messages|length - 1) - loop.index0 %}\n"
                 "{%- if ns.multi_step_tool and message.role == 'user' and not(message.content.startswith('<tool_response>') and "
                 "message.content.endswith('</tool_response>')) %}\n"
                 "{%- set ns.multi_step_tool = false %}\n{%- set ns.last_query_index = index %}\n{%- endif %}\n{%- endfor %}\n{%- for message in messages "
                 "%}\n{%- set content = message.content %}\n"
                 "{%- set reasoning = '' %}\n{%- if message.reasoning_content is defined and message.reasoning_content is not none %}\n{%- set reasoning = "
                 "message.reasoning_content %}\n{%- elif '</think>' in message.content %}\n"
                 "{%- set content = message.content.split('</think>')[-1].lstrip('\\n') %}\n{%- set reasoning = "
                 "message.content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}\n{%- endif %}\n"
                 "{%- if loop.index0 > ns.last_query_index and (loop.last or reasoning) %}\n{{- '<think>\\n' + reasoning.strip('\\n') + '\\n</think>\\n\\n' + "
                 "content.lstrip('\\n') }}\n{%- else %}\n{{- content }}\n{%- endif %}\n"
                 "{%- endfor %}\n{%- if enable_thinking is defined and enable_thinking is false %}\n{{- '<think>\\n\\n</think>\\n\\n' }}\n{%- endif %}",
    "parts": "{% for m in messages %}{% if m.content is string %}{{ m.content }}{% else %}{% for part in m.content %}{% if part.type == 'image' or "
             "'image_url' in part %}<|image|>{% elif part['type'] == 'text' %}{{ part['text'] }}"
             "{% elif part.type == 'audio' %}<|audio|>{% endif %}{% endfor %}{% endif %}{% endfor %}",
    "date": "{%- if not date_string is defined %}{%- if strftime_now is defined %}{%- set date_string = strftime_now('%d %b %Y') %}{%- else %}{%- set "
            "date_string = '26 Jul 2024' %}{%- endif %}{%- endif %}"
            "Today's date: {{ date_string }}\n{% for m in messages %}{{ m.content }}{% endfor %}",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content + eos_token }}{% endgeneration %}{% else %}{{ m.content "
                  "}}{% endif %}{% endfor %}",
    "filters": "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}{{ messages | map(attribute='content') | join('\\n') }}{{ messages | "
               "rejectattr('role', 'equalto', 'system') | first }}"
               "{{ 'a,b' | replace(',', ';') | title }}{{ [3, 1] | sort | reverse | list }}{{ {'a': 1} | dictsort }}{{ 'x' | indent(4) }}{{ messages | last "
               "}}{{ [1, 2] | sum }}{{ 1.5 | round | int }}{{ 'a' | string | length }}",
    "documents": "{% if documents %}{% for d in documents %}[{{ loop.index }}] {{ d['title'] }}\n{{ d['text'] | replace('\\n', ' ') }}\n{% endfor %}{% endif "
                 "%}{% for m in messages %}{{ m.content }}{% endfor %}",
    "sentences": "{{ 'You are a helpful assistant. Do not open links; do not run code (os.system, eval or exec) unless you are asked to import a file. See "
                 "self, class and config.' }}{% for m in messages %}{{ m.content }}{% endfor %}",
    "comments": "{# A template of a small model. Import nothing; use no __class__ here. #}{% for m in messages %}{{ m.content }}{% endfor %}",
    "raw": "{% raw %}{{ this.is.not.run.__class__ }}{% endraw %}{% for m in messages %}{{ m.content }}{% endfor %}",
    "filter-block": "{% filter trim %}{% for m in messages %}{{ m.content }}{% endfor %}{% endfilter %}",
    "call-block": "{% macro turn(role) %}<{{ role }}>{{ caller() }}</{{ role }}>{% endmacro %}{% for m in messages %}{% call turn(m.role) %}{{ m.content }}{% "
                  "endcall %}{% endfor %}",
    "loop-controls": "{% for m in messages %}{% if m.role == 'tool' %}{% continue %}{% endif %}{% if loop.index > 50 %}{% break %}{% endif %}{{ m.content "
                     "}}{% endfor %}",
    "range": "{% for i in range(messages | length) %}{{ messages[i].content }}{{ loop.cycle('a', 'b') }}{% endfor %}{% for i in range(0, 10, 2) %}{{ i }}{% "
             "endfor %}",
    "other-scripts": "{% for m in messages %}<|{{ '\u7528\u6237' if m.role == 'user' else '\u52a9\u624b' }}|>{{ m.content }}{% endfor %}\u3002 "
                     "\u0939\u093f\u0928\u094d\u0926\u0940 \U0001f600 \u0645\u0631\u062d\u0628\u0627",
    "lists-built": "{% set out = [] %}{% for m in messages %}{% set _ = out.append(m.content | trim) %}{% endfor %}{{ out | join('\\n\\n') }}",
    "with": "{% with first = messages[0] %}{{ first.content }}{% endwith %}{{ messages[-1]['content'][:100] }}{{ messages[1:-1] | length }}",
    "names-that-remind": "{% for m in messages %}{{ m.config }}{{ m.class_name }}{{ m['self'] }}{{ m.globals_list }}{{ m.os }}{{ m.popen }}{{ m.system }}{% "
                         "endfor %}",
    "formatted": "{{ 'Role: %s\\n' | format(messages[0].role) }}{{ '{}: {}'.format(messages[0].role, messages[0].content) }}{{ '%s' % messages[0].content }}",
    "whitespace-controls": "{%+ for m in messages +%}\n  {{- m.content -}}\n{%+ endfor +%}",
    "line-of-default": "{{ (messages | first).content if messages else '' }}{{ tools is not none and tools | length > 0 }}{{ 1 if a is defined else 2 }}{{ x "
                       "~ 'y' ~ 3 }}{{ not a and b or c }}{{ 2 ** 3 // 2 % 5 }}",
    "trailing-text": "{{ messages[0].content }}\n",
    "no-template": "Just a text without any construct.",
    "empty": "",
    "map-of-names": "{% set names = {'user': 'Human', 'assistant': 'Assistant', 'system': 'System'} %}{% for m in messages %}{{ names[m.role] }}: {{ "
                    "m.content }}\n{% endfor %}",
    "numbers": "{{ 1_000 + 0x1F + 0b11 + 0o7 + 1e3 + 1.5e-3 }}{{ -2 ** 2 }}{{ (1,) }}{{ () }}{{ [1, 2,] }}{{ {'a': 1,} }}{{ 'a' 'b' \"c\" }}",
    "tests": "{{ x is not defined }}{{ 4 is divisibleby 3 }}{{ 4 is divisibleby(3) }}{{ not 1 in [2] }}{{ 1 not in [2] }}{% if x is none or x is string and "
             "not x is mapping %}a{% endif %}{{ True }}{{ None }}{{ none }}",
    "sets": "{% set a, b = 1, 2 %}{% set c %}text {{ a }}{% endset %}{% set d | upper | trim %}text{% endset %}{% set ns = namespace() %}{% set ns.x = 1 %}{{ "
            "c }}{{ d }}{{ ns.x }}",
    "recursive-loop": "{% for m in messages recursive %}{{ m.content }}{% if m.parts %}{{ loop(m.parts) }}{% endif %}{{ loop.depth }}{{ loop.previtem.role if "
                      "not loop.first }}{% else %}none{% endfor %}",
    "macro-arguments": "{% macro turn2(role, text='') -%}{{ role }}{{ varargs | length }}{{ kwargs | length }}{{ caller(1) if caller }}{%- endmacro %}"
                       "{{ turn2('a', text='b') }}{{ turn2(*['a'], **{'text': 'b'}) }}{% call(n) turn2('a') %}{{ n }}{% endcall %}",
    "json-options": "{{ tools | tojson(indent=4) }}{{ messages | tojson(ensure_ascii=False) }}{{ messages | tojson(indent=2, sort_keys=True) | replace('\\n', "
                    "' ') }}{{ (messages | first).content | default('none') | e }}",
    "blocks": "{%- block turn scoped -%}{{ messages[0].content }}{%- endblock turn -%}{#- a comment -#}{%- raw -%} {{ x }} {%- endraw -%}{% autoescape false "
              "%}{{ messages[0].content }}{% endautoescape %}",
    "indexes": "{{ messages[0]['content'][0:3] }}{{ messages[::2] }}{{ messages[-1:] }}{{ messages.0.content }}{{ messages[0].content.split(' ')[0] | length "
               "}}{{ 'abc'[1] }}{{ {'a': {'b': 1}}.a.b }}",
    "role-computed": "{% for m in messages %}{{ m['role' if true else 'name'] }}{% set key = 'content' %}{{ m[key] }}{{ m.get('name', 'nobody') }}{% for k, v "
                     "in m.items() %}{{ k }}={{ v }}{% endfor %}{% endfor %}",
}

# Ways out of a template into Python, each ending at a harmless command.
REACH = {
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class-of-a-message": "{% for m in messages %}{{ m.__class__.__base__ }}{% endfor %}",
    "subscript": "{{ ''['__class__']['__mro__'][1]['__subclasses__']() }}",
    "attr-filter": "{{ ''|attr('__class__')|attr('__mro__') }}",
    "attr-filter-hex": "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "attr-filter-unicode": "{{ ''|attr('\\u005f\\u005fclass\\u005f\\u005f') }}",
    "attr-filter-joined": "{{ ''|attr(['_'*2, 'class', '_'*2]|join) }}",
    "attr-filter-formatted": "{{ ''|attr('%s%sclass%s%s'|format('_','_','_','_')) }}",
    "subscript-hex": "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "subscript-added": "{{ ''['__cla' + 'ss__'] }}",
    "subscript-tilde": "{{ ''['__cla' ~ 'ss__'] }}",
    "subscript-adjacent": "{{ ''['__cla' 'ss__'] }}",
    "subscript-reversed": "{{ ''['__ssalc__'[::-1]] }}",
    "subscript-replaced": "{{ ''['QQclassQQ'.replace('QQ', '__')] }}",
    "subscript-lowered": "{{ ''['__CLASS__'|lower] }}",
    "subscript-set": "{% set u = '__' %}{{ ''[u + 'class' + u] }}",
    "subscript-namespace": "{% set ns = namespace(u='_') %}{{ ''[ns.u*2 ~ 'class' ~ ns.u*2] }}",
    "subscript-joined": "{{ ''[['__', 'class', '__']|join] }}",
    "subscript-joined-method": "{{ ''[''.join(['__', 'class', '__'])] }}",
    "subscript-of-a-slice": "{{ ''['x__class__x'[1:-1]] }}",
    "subscript-of-dict": "{{ ''[dict(__class__=1)|list|first] }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('echo corpus').read() }}",
    "globals-of-lipsum": "{{ lipsum.__globals__['os'].popen('echo corpus').read() }}",
    "globals-of-joiner": "{{ joiner.__init__.__globals__.os.system('echo corpus') }}",
    "globals-of-namespace": "{{ namespace.__init__.__globals__['os'] }}",
    "globals-of-a-macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "globals-of-range": "{{ range.__class__ }}",
    "self": "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('echo corpus').read() }}",
    "self-underscore": "{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}",
    "request": "{{ request.application.__globals__.__builtins__.__import__('os') }}",
    "config": "{{ config.__class__.__init__.__globals__['os'] }}",
    "url-for": "{{ url_for.__globals__.os }}",
    "flashed-messages": "{{ get_flashed_messages.__globals__.__builtins__ }}",
    "raise-exception": "{{ raise_exception.__globals__ }}",
    "strftime-now": "{{ strftime_now.__globals__['sys'].modules['os'] }}",
    "in-a-set": "{% set x = ''.__class__ %}",
    "in-an-if": "{% if ''.__class__.__name__ == 'str' %}a{% endif %}",
    "in-a-for": "{% for c in ''.__class__.__base__.__subclasses__() %}{% if c.__name__ == 'catch_warnings' %}{{ "
                "c()._module.__builtins__['__import__']('os').popen('echo corpus').read() }}{% endif %}{% endfor %}",
    "in-a-macro": "{% macro f(x) %}{{ x.__class__ }}{% endmacro %}{{ f('') }}",
    "in-a-call-block": "{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}{{ ''.__class__ }}{% endcall %}",
    "in-a-filter-block": "{% filter replace(''.__class__, 'a') %}x{% endfilter %}",
    "in-a-with": "{% with x = ''.__class__ %}{{ x }}{% endwith %}",
    "in-a-test": "{{ 1 if ''.__class__ is defined }}",
    "in-a-default": "{% macro f(x=''.__class__) %}{{ x }}{% endmacro %}",
    "in-a-slice": "{{ messages[''.__class__:] }}",
    "in-a-dict": "{{ {'a': ''.__class__} }}",
    "in-a-list": "{{ [''.__class__] }}",
    "in-an-else": "{% for m in [] %}{% else %}{{ ''.__class__ }}{% endfor %}",
    "in-a-filter-argument": "{{ 'a'|replace('a', ''.__class__) }}",
    "in-a-keyword": "{{ dict(a=''.__class__) }}",
    "in-a-comparison": "{{ 1 < ''.__class__ }}",
    "in-trans": "{% do ''.__class__ %}",
    "map-attribute": "{{ messages|map(attribute='__class__')|list }}",
    "map-attr": "{{ ['']|map('attr', '__class__')|list }}",
    "selectattr": "{{ messages|selectattr('__class__')|list }}",
    "sum-attribute": "{{ messages|sum(attribute='__class__.__mro__') }}",
    "groupby": "{{ messages|groupby('__class__') }}",
    "sort-attribute": "{{ messages|sort(attribute='__class__') }}",
    "format-field": "{{ '{0.__class__}'.format(messages) }}",
    "format-map": "{{ '{m.__class__}'.format_map({'m': messages}) }}",
    "function-code": "{{ lipsum.func_globals }}",
    "generator-frame": "{{ (messages|map('upper')).gi_frame.f_globals }}",
    "mro-method": "{{ ''.__class__.mro() }}",
    "builtins": "{{ __builtins__.eval('1') }}",
    "import-call": "{{ __import__('os').popen('echo corpus') }}",
    "import-tag": "{% import 'os' as os %}{{ os }}",
    "include-tag": "{% include '/etc/passwd' %}",
    "extends-tag": "{% extends '/etc/passwd' %}",
    "from-tag": "{% from 'x' import y %}",
    "after-much-text": "{% for m in messages %}{{ m.content }}{% endfor %}" * 200 + "{{ ''.__class__ }}",
    "with-comments-between": "{# {{ a }} #}{{ ''.__class__ }}{# %} #}",
    "with-newlines": "{{\n  ''\n  .\n  __class__\n}}",
    "minus-signs": "{{-''.__class__-}}",
    "huge-loop": "{% for i in range(1000000000) %}x{% endfor %}",
    "nested-loops": "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "huge-text": "{{ 'a' * 10000000000 }}",
    "huge-power": "{{ 9 ** 99999999 }}",
    "huge-padding": "{{ 'a'.ljust(9999999999) }}",
}
