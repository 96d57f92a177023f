// Loads PDF files with pdf.js as a browser does, reads the text and the structure of each page, and takes no warning.
//   node pdfjs.mjs LIBRARY FILE...

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [, , library, ...files] = process.argv;
const say = (verdict, text) => process.stdout.write(`${verdict.padEnd(5)} ${text}\n`);

// The library speaks through the console; what it says while it is loaded is about Node, not about a file.
let warnings = [];
const collect = (...words) => warnings.push(words.join(" "));
console.log = console.info = console.warn = console.error = collect;
const { getDocument } = await import(pathToFileURL(resolve(library, "legacy/build/pdf.mjs")));

for (const file of files) {
  warnings = [];
  try {
    const task = getDocument({
      data: new Uint8Array(readFileSync(file)),
      verbosity: 1,
      standardFontDataUrl: resolve(library, "standard_fonts") + "/",
    });
    const document = await task.promise;
    let [characters, structured] = [0, 0];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      characters += items.reduce((sum, item) => sum + (item.str ?? "").length, 0);
      structured += (await page.getStructTree())?.children.length ? 1 : 0;
      page.cleanup();
    }
    const pages = document.numPages;
    await task.destroy();
    if (warnings.length) say("FAIL", `${file}: pdf.js: ${warnings.slice(0, 2).join("; ").replace(/\s+/g, " ")}`);
    else if (!characters) say("FAIL", `${file}: pdf.js: no text`);
    else if (structured < pages) say("FAIL", `${file}: pdf.js: structure on ${structured} of ${pages} pages`);
    else say("ok", `${file}: pdf.js: ${characters} characters and a structure on ${pages} pages`);
  } catch (problem) {
    say("FAIL", `${file}: pdf.js: ${String(problem).replace(/\s+/g, " ")}`);
  }
}
