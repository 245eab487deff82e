// One function a record, as the writers have them (json_records.h, json_verdicts.h): each key of the record is one line.
#pragma once

#include "model/report.h"
#include "report/read_json_object.h"

namespace aboveboard::json {

void read(ObjectReader& in, Evidence& evidence);
void read(ObjectReader& in, License& license);
void read(ObjectReader& in, Governing& governing);
void read(ObjectReader& in, Weights& weights);
void read(ObjectReader& in, FileDigest& digest);
void read(ObjectReader& in, Finding& finding);
void read(ObjectReader& in, NotExamined& item);

void read(ObjectReader& in, LabelVerdict& label);
void read(ObjectReader& in, Asked& asked);
void read(ObjectReader& in, Question& question);
void read(ObjectReader& in, FrameworkResult& framework);
void read(ObjectReader& in, Use& use);
void read(ObjectReader& in, Capability& capability);
void read(ObjectReader& in, Step& step);
void read(ObjectReader& in, Language& language);
void read(ObjectReader& in, Measure& measure);
// The member "data": aspects and sources.
void read_data(ObjectReader& in, Facts& facts);

}  // namespace aboveboard::json
