/* Take away: a table for spreadsheets that read commas as decimal signs */
const boxOf = (link) => {
  let box = link.parentNode;
  while (!box.matches(".table")) box = box.previousElementSibling;
  return box;
};
const numericColumns = (box) => all("thead th", box).map((head) => head.classList.contains("number"));
const withCommas = (link) => {
  const numeric = numericColumns(boxOf(link));
  let column = 0;
  const start = link.href.indexOf(",") + 1;
  return link.href.slice(0, start) + encodeURIComponent(decodeURIComponent(link.href.slice(start)).replace(
    /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g,
    (_, cell, end) => {
      const value = numeric[column] && /^-?[\d.]+(e-?\d+)?$/.test(cell) ? cell.replace(".", ",") : cell;
      column = end === "," ? column + 1 : 0;
      return (/^[^"].*;/.test(value) ? `"${value}"` : value) + (end === "," ? ";" : end);
    }));
};
const offerCommas = (link) => {
  const other = document.createElement("a");
  other.href = "#";
  other.textContent = link.textContent.replace("CSV", document.body.dataset.commas);
  other.addEventListener("click", () => { other.download = link.download.replace(".csv", "-koma.csv"); other.href = withCommas(link); });
  link.after(other);
};
