// In the preview only: shows a page again when it was built again, and says what refused a build.
(() => {
  const box = document.createElement("div");
  box.id = "sinmungo-preview";
  box.setAttribute("role", "alert");
  box.style.cssText =
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;padding:1rem 1.25rem;background:#fff3f0;color:#5f0000;" +
    "border-top:4px solid #b00020;font:16px/1.6 system-ui,sans-serif;white-space:pre-wrap;z-index:2147483647";
  const told = new EventSource("/__preview__/events");
  told.addEventListener("built", (event) => {
    const said = JSON.parse(event.data);
    const here = decodeURI(location.pathname).replace(/\/index\.html$/, "/");
    if (box.isConnected || said.all || said.pages.includes(here)) {
      location.reload();
    }
  });
  told.addEventListener("refused", (event) => {
    box.textContent = JSON.parse(event.data).said;
    document.body.append(box);
  });
})();
