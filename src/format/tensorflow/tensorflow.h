// TensorFlow: SavedModels, graphs (frozen, or of a checkpoint's .meta), Keras metadata beside a SavedModel, and indexes of checkpoints.
// Schemas: tensorflow/core/protobuf/{saved_model,meta_graph,saved_object_graph,tensor_bundle}.proto, tensorflow/core/framework/*.proto,
// keras/protobuf/saved_metadata.proto; the index's table: tensorflow/core/lib/io/format.{h,cc}.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// saved_model.pb: constants as tensors, every operator by name, Keras layers, assets, signatures.
bool looks_like_saved_model(const Sniff& sniff);
void read_saved_model(ByteSource& bytes, Examination& examination);

// A MetaGraphDef alone: the .meta of a checkpoint.
bool looks_like_meta_graph(const Sniff& sniff);
void read_meta_graph(ByteSource& bytes, Examination& examination);

// A GraphDef alone: a frozen graph.
bool looks_like_graph_def(const Sniff& sniff);
void read_graph_def(ByteSource& bytes, Examination& examination);

// keras_metadata.pb: the configuration of each Keras object.
bool looks_like_keras_metadata(const Sniff& sniff);
void read_keras_metadata(ByteSource& bytes, Examination& examination);

// variables.index, NAME.ckpt.index: the tensors of a checkpoint, whose data lies in files NAME.data-00000-of-00001. How many there must be, and how
// long, is metadata: "tensorflow.data_shards" is their number, "tensorflow.data_shard" one of "00000-of-00001 BYTES" for each that has tensors.
// A tensor's `begin` counts in its data file, with the number of that file above bit 48.
bool looks_like_checkpoint_index(const Sniff& sniff);
void read_checkpoint_index(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
