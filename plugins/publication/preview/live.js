// In the preview only: shows a page again when it was built again, and says what refused a build.
(() => {
  // What was built between this page and its first question is news to it.
  const built = document.currentScript.dataset.built;
  // A browser holds six connections to one host: a seventh tab that listened would keep the next page from loading.
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => location.reload(), { once: true });
    return;
  }
  let box = document.getElementById("sinmungo-preview");
  if (!box) {
    box = document.createElement("div");
    box.id = "sinmungo-preview";
    box.setAttribute("role", "alert");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/__preview__/live.css";
    document.head.append(style);
  }
  const told = new EventSource(`/__preview__/events?built=${built}`);
  told.addEventListener("built", (event) => {
    const said = JSON.parse(event.data);
    const here = decodeURI(location.pathname).replace(/\/index\.html$/, "/");
    if (box.isConnected || said.all || said.pages.includes(here)) {
      location.reload();
    }
  });
  told.addEventListener("refused", (event) => {
    box.setAttribute("role", "alert");
    box.textContent = JSON.parse(event.data).said;
    document.body.append(box);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      told.close();
    } else {
      location.reload();
    }
  });
})();
