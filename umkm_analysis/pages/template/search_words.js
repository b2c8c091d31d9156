/* Words of a search: without accents, case and dots, with the usual abbreviations written out */
const SHORT = {
  kab: "kabupaten", kt: "kota", prov: "", provinsi: "", kep: "kepulauan", adm: "administrasi", jkt: "jakarta", sby: "surabaya", dki: "jakarta", diy: "yogyakarta", jogja: "yogyakarta",
  jabar: "jawa barat", jateng: "jawa tengah", jatim: "jawa timur", sumut: "sumatera utara", sumbar: "sumatera barat", sumsel: "sumatera selatan", babel: "bangka belitung", kepri: "kepulauan riau",
  kalbar: "kalimantan barat", kalteng: "kalimantan tengah", kalsel: "kalimantan selatan", kaltim: "kalimantan timur", kaltara: "kalimantan utara", ntb: "nusa tenggara barat", ntt: "nusa tenggara timur",
  sulut: "sulawesi utara", sulteng: "sulawesi tengah", sulsel: "sulawesi selatan", sultra: "sulawesi tenggara", sulbar: "sulawesi barat", malut: "maluku utara",
};
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).replace(/(\d)\.(\d)/g, "$1$2").split(/[\s.,()]+/).flatMap((word) => (SHORT[word] ?? word).split(" ")).filter(Boolean);
