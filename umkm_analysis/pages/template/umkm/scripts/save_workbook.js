/* Take away: every table of the page as a sheet of one workbook (Office Open XML in a ZIP that is not compressed) */
const readCsv = (text) => {
  const rows = [[]];
  for (const [, cell, end] of text.replace(/^\ufeff/, "").matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/g)) {
    rows[rows.length - 1].push(cell.startsWith('"') ? cell.slice(1, -1).replace(/""/g, '"') : cell);
    if (end === "\r\n") rows.push([]);
    if (!end) break;
  }
  return rows.filter((row) => row.some(Boolean));
};
const escaped = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/&/g, "&amp;").replace(/\x3c/g, "&lt;").replace(/>/g, "&gt;");
const column = (number) => (number >= 26 ? column(Math.floor(number / 26) - 1) : "") + String.fromCharCode(65 + number % 26);
const sheetXml = (rows, numeric) => {
  const widths = rows[0].map((_, at_) => Math.min(60, 2 + Math.max(...rows.map((row) => (row[at_] || "").length))));
  const cell = (value, at_, number) => {
    const place = `r="${column(at_)}${number + 1}"`;
    if (number && numeric[at_] && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value)) return `\x3cc ${place}>\x3cv>${value}\x3c/v>\x3c/c>`;
    return `\x3cc ${place} t="inlineStr"${number ? "" : ' s="1"'}>\x3cis>\x3ct xml:space="preserve">${escaped(value)}\x3c/t>\x3c/is>\x3c/c>`;
  };
  return `\x3cworksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\x3ccols>${widths.map((width, at_) => `\x3ccol min="${at_ + 1}" max="${at_ + 1}" width="${width}" customWidth="1"/>`).join("")}\x3c/cols>`
    + `\x3csheetData>${rows.map((row, number) => `\x3crow r="${number + 1}">${row.map((value, at_) => cell(value, at_, number)).join("")}\x3c/row>`).join("")}\x3c/sheetData>\x3c/worksheet>`;
};
const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
const checksum = (bytes) => {
  let value = -1;
  for (const byte of bytes) value = (value >>> 8) ^ CRC[(value ^ byte) & 255];
  return (value ^ -1) >>> 0;
};
const zipped = (files) => {
  const text = new TextEncoder(), parts = [], directory = [];
  let at_ = 0;
  for (const [name, content] of files) {
    const called = text.encode(name), bytes = text.encode(content), head = new DataView(new ArrayBuffer(30));
    [[0, 0x04034b50, 4], [4, 20, 2], [6, 0x0800, 2], [12, 0x21, 2], [14, checksum(bytes), 4], [18, bytes.length, 4], [22, bytes.length, 4], [26, called.length, 2]]
      .forEach(([place, value, size]) => (size === 4 ? head.setUint32(place, value, true) : head.setUint16(place, value, true)));
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    new Uint8Array(entry.buffer).set(new Uint8Array(head.buffer, 4, 26), 6);
    entry.setUint32(42, at_, true);
    parts.push(head, called, bytes);
    directory.push(entry, called);
    at_ += 30 + called.length + bytes.length;
  }
  const end = new DataView(new ArrayBuffer(22)), size = directory.reduce((sum, part) => sum + part.byteLength, 0);
  [[0, 0x06054b50, 4], [8, files.length, 2], [10, files.length, 2], [12, size, 4], [16, at_, 4]]
    .forEach(([place, value, size_]) => (size_ === 4 ? end.setUint32(place, value, true) : end.setUint16(place, value, true)));
  return new Blob([...parts, ...directory, end], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
};
const sheetNames = (titles) => titles.reduce((names, title) => {
  const plain = title.replace(/[[\]:*?/\\]/g, " ").replace(/^'+|'+$/g, "").trim() || "–";
  let name = plain.slice(0, 31).trim(), number = 2;
  while (names.some((other) => other.toLowerCase() === name.toLowerCase())) { name = `${plain.slice(0, 27).trim()} ${number}`; number += 1; }
  return [...names, name];
}, []);
const workbook = () => {
  const tables = all('a[download][href^="data:text/csv"]').map((link) => {
    const box = boxOf(link), text = decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1));
    return { title: one("caption", box).textContent, rows: readCsv(text), numeric: numericColumns(box) };
  });
  const head = one(".masthead"), about = [head, ...all(".masthead p, .masthead h1")].slice(1).map((each) => [each.textContent]);
  const marked = syntheticWord ? [[syntheticWord]] : [];
  const sheets = [{ title: document.body.dataset.name, rows: [[document.title], ...marked, ...about, ...all(".code p").map((each) => [each.textContent])], numeric: [] }, ...tables];
  const names = sheetNames(sheets.map((sheet) => sheet.title)), main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", package_ = "http://schemas.openxmlformats.org/package/2006";
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipped([
    ["[Content_Types].xml", `\x3cTypes xmlns="${package_}/content-types">\x3cDefault Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\x3cDefault Extension="xml" ContentType="application/xml"/>\x3cOverride PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>\x3cOverride PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/>${names.map((_, at_) => `\x3cOverride PartName="/xl/worksheets/sheet${at_ + 1}.xml" ContentType="${kind}.worksheet+xml"/>`).join("")}\x3c/Types>`],
    ["_rels/.rels", `\x3cRelationships xmlns="${package_}/relationships">\x3cRelationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>\x3c/Relationships>`],
    ["xl/workbook.xml", `\x3cworkbook xmlns="${main}" xmlns:r="${relations}">\x3csheets>${names.map((name, at_) => `\x3csheet name="${escaped(name).replace(/"/g, "&quot;")}" sheetId="${at_ + 1}" r:id="r${at_ + 1}"/>`).join("")}\x3c/sheets>\x3c/workbook>`],
    ["xl/_rels/workbook.xml.rels", `\x3cRelationships xmlns="${package_}/relationships">${names.map((_, at_) => `\x3cRelationship Id="r${at_ + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at_ + 1}.xml"/>`).join("")}\x3cRelationship Id="rs" Type="${relations}/styles" Target="styles.xml"/>\x3c/Relationships>`],
    ["xl/styles.xml", `\x3cstyleSheet xmlns="${main}">\x3cfonts count="2">\x3cfont/>\x3cfont>\x3cb/>\x3c/font>\x3c/fonts>\x3cfills count="2">\x3cfill>\x3cpatternFill patternType="none"/>\x3c/fill>\x3cfill>\x3cpatternFill patternType="gray125"/>\x3c/fill>\x3c/fills>\x3cborders count="1">\x3cborder/>\x3c/borders>\x3ccellStyleXfs count="1">\x3cxf/>\x3c/cellStyleXfs>\x3ccellXfs count="2">\x3cxf xfId="0"/>\x3cxf xfId="0" fontId="1" applyFont="1"/>\x3c/cellXfs>\x3ccellStyles count="1">\x3ccellStyle name="Normal" xfId="0" builtinId="0"/>\x3c/cellStyles>\x3c/styleSheet>`],
    ...sheets.map((sheet, at_) => [`xl/worksheets/sheet${at_ + 1}.xml`, sheetXml(sheet.rows, sheet.numeric)]),
  ]);
};
const saveWorkbook = () => {
  const link = URL.createObjectURL(workbook());
  download("tabel.xlsx", link);
  setTimeout(() => URL.revokeObjectURL(link), 60000);
};
