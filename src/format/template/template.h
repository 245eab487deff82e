// template: chat templates, in the language of Jinja. A template is lexed and parsed, never rendered; what reaches beyond a template (into the Python
// objects behind it, into other files, into text that no reader sees) is named. https://jinja.palletsprojects.com/en/stable/templates/
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/construct.h"

namespace aboveboard::format {

// Adds a construct of ConstructKind::Template for each thing in `text` that a chat template has no use for; each (name, detail) once, with its count.
// `byte` is `first_byte` plus the place in `text`. At most limits::kTemplateConstructs are added. Names:
//   dunder        a name such as __class__ or mro is reached for, however it is spelled or put together; detail: the name
//   computed-name a subscript or attribute whose name is put together from pieces that cannot be told
//   attr          the filter `attr`, or a filter that takes an attribute's name from a value
//   object        a name that stands for an object of the program around the template: self, request, lipsum ...
//   call          a call of something that is neither a macro of the template nor a function that chat templates are given
//   method        a call of a method that texts, lists and maps do not have
//   format        a format text that reaches into its arguments, or that is put together
//   import        import, include, extends, from: another file
//   tag           a statement that chat templates do not have
//   loop          a loop, or a text, of more than limits::kTemplateLoop steps
//   trigger       text that is written only where a message holds a plain word
//   hidden-text   characters that are not seen: direction marks, zero-width characters, tag characters
//   address       the address of a page, or markup that runs as a script
//   encoded-text  a long text in base 64
//   unparsable    the template breaks the grammar (Jinja would refuse all of it); detail: why
//   too-large     a limit of ours stopped the reading; what follows was not looked at
void read_template(std::string_view text, std::uint64_t first_byte, std::vector<Construct>& out);

}  // namespace aboveboard::format
