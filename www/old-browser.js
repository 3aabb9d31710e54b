// Says which feature an old browser lacks, where the page could not even begin to say it. Written
// so that such a browser can read it.

(function () {
  // A module whose only function splats a vector: valid where WebAssembly has SIMD.
  var SIMD = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
    15, 253, 98, 11,
  ];

  var SENTENCES = {
    en: ["This browser lacks ", ", which Overtone needs. Please update it, or open the page in another one."],
    de: ["Diesem Browser fehlt ", "; ohne das geht Overtone nicht. Bitte aktualisiere ihn oder öffne die Seite in einem anderen."],
    fr: ["Il manque à ce navigateur ", ", dont Overtone a besoin. Mettez-le à jour, ou ouvrez la page dans un autre."],
  };

  // Whoever knows of modules asks for the type of a worker; then it has told all that it was asked.
  function hasModuleWorkers() {
    var asked = false;
    var options = {
      get type() {
        asked = true;
        throw new TypeError("only a question");
      },
    };
    try {
      new Worker("", options).terminate();
    } catch (refused) {
      // It was not to succeed.
    }
    return asked;
  }

  function lacking() {
    if (typeof WebAssembly !== "object") return "WebAssembly";
    if (!WebAssembly.validate(new Uint8Array(SIMD))) return "WebAssembly SIMD";
    if (typeof Worker !== "function") return "Web Workers";
    if (!hasModuleWorkers()) return "module workers";
    if (typeof TransformStream !== "function") return "TransformStream";
    if (typeof ResizeObserver !== "function") return "ResizeObserver";
    return null;
  }

  function say(feature) {
    var place = document.getElementById("loading");
    var language = (navigator.language || "en").slice(0, 2);
    var sentence = SENTENCES[language] || SENTENCES.en;
    place.setAttribute("lang", SENTENCES[language] ? language : "en");
    place.setAttribute("role", "alert");
    // The page takes away what says that it is opening, but not this.
    place.id = "lacking";
    place.textContent = sentence[0] + feature + sentence[1];
  }

  var feature = lacking();
  if (feature) {
    document.addEventListener("DOMContentLoaded", function () {
      say(feature);
    });
  }
})();
