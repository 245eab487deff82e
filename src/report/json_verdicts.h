// The verdicts of a report as JSON records: questions, frameworks, uses, capabilities, steps, language, and the facts of data and numbers that they rest on.
#pragma once

#include "data/json_writer.h"
#include "model/report.h"

namespace aboveboard::json {

// The member "asked"; nothing where nothing was said of the asker.
void asked(data::JsonWriter& out, const Asked& asked);
void question(data::JsonWriter& out, const Question& question);
void framework(data::JsonWriter& out, const FrameworkResult& framework);
void use(data::JsonWriter& out, const Use& use);
void capability(data::JsonWriter& out, const Capability& capability);
void step(data::JsonWriter& out, const Step& step);
void language(data::JsonWriter& out, const Language& language);
void measure(data::JsonWriter& out, const Measure& measure);
// The member "data": aspects and sources.
void data(data::JsonWriter& out, const Facts& facts);

}  // namespace aboveboard::json
