// Opens the search with Ctrl K (⌘ K) and with the link in the menu. What it takes is loaded only then, the index with
// it; without script the link leads to the search page and its list.

const form = document.querySelector("form[data-results]");
const field = form?.querySelector("input");

const open = async () => {
  if (field) return field.select();
  const { openDialog } = await import("./dialog.js");
  openDialog();
};

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
for (const link of document.querySelectorAll("a[data-search]")) {
  // Said here and not on every page: without this script there is no shortcut.
  link.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // A script that does not arrive leaves what the link does without it.
    open().catch(() => location.assign(link.href));
  });
}

if (form) {
  const fill = () => import("./dialog.js").then(({ fillPage }) => fillPage(form));
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) fill();
  else field.addEventListener("focus", fill, { once: true });
}
