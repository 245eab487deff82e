// Holdings: what weights lie in a source, as far as a card's word for them ("adapter", "quantized" ...) can be held against it.
#pragma once

#include <string_view>

#include "format/scan.h"

namespace aboveboard::lineage {

struct Holdings {
  const ScannedFile* weights = nullptr;         // the first weight file
  const ScannedFile* adapter_config = nullptr;  // an adapter_config.json
  const ScannedFile* quantization = nullptr;    // a configuration that speaks of quantization
  const ScannedFile* whole = nullptr;           // holds the embeddings of a whole model, and norms lie here too
  bool all_read = true;                         // the tensors of every weight file were read
  bool all_adapters = true;                     // every weight file is one of adapters, by its tensors or its name
  bool any_adapter = false;
  bool plain = true;                            // every weight file is of a format with dtypes, and all are of plain floating point
};

// Of the files in `folder` ("" for all) and below.
Holdings find_holdings(const ScannedSource& source, std::string_view folder);

}  // namespace aboveboard::lineage
