// What the Hub's own client needs to learn what an audit learns of a model: the list of files with digests, the small documents, the header of every
// safetensors file.
//
// usage: node peer.mjs ENDPOINT OWNER/NAME [shards|library]
//   shards   every file by itself, 8 at a time
//   library  the index and its shards in one call of the client's own, which takes as many at a time as it likes
// Prints {files, documents, document_bytes, headers, parameters}.
import { downloadFile, listFiles, parseSafetensorsMetadata } from "@huggingface/hub";

const [endpoint, name, mode = "shards"] = process.argv.slice(2);
const CONCURRENCY = 8;
const LARGE = 10_000_000; // no document

async function inParallel(items, work) {
  const waiting = [...items];
  const worker = async () => {
    while (waiting.length) await work(waiting.shift());
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

const files = [];
for await (const entry of listFiles({ repo: name, recursive: true, hubUrl: endpoint })) {
  if (entry.type === "file") files.push(entry);
}
const found = { files: files.length, documents: 0, document_bytes: 0, headers: 0, parameters: 0 };
const count = (parsed) => {
  found.headers += parsed.sharded ? Object.keys(parsed.headers).length : 1;
  found.parameters += Object.values(parsed.parameterCount ?? {}).reduce((sum, n) => sum + n, 0);
};

const document = async (file) => {
  const blob = await downloadFile({ repo: name, path: file.path, hubUrl: endpoint });
  const bytes = (await blob.arrayBuffer()).byteLength;
  found.document_bytes += bytes;
  found.documents += 1;
};
const header = async (file) => count(await parseSafetensorsMetadata({ repo: name, path: file.path, hubUrl: endpoint, computeParametersCount: true }));

const isShard = (file) => file.path.endsWith(".safetensors");
const documents = files.filter((file) => !isShard(file) && !file.lfs && file.size < LARGE);
if (mode === "library") {
  await Promise.all([
    inParallel(documents.filter((file) => !file.path.endsWith(".index.json")), document),
    parseSafetensorsMetadata({ repo: name, hubUrl: endpoint, computeParametersCount: true }).then(count),
  ]);
} else {
  await inParallel([...files.filter(isShard), ...documents], (file) => (isShard(file) ? header(file) : document(file)));
}
console.log(JSON.stringify(found));
