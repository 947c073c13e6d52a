// What was in the queue when the tab was killed.
const note = localStorage.getItem("demo-killed");
const shown = document.getElementById("killed-said");
if (note && shown) {
  const { tracked, queued } = JSON.parse(note);
  shown.textContent = `${tracked} tracked so far, ${queued} of them not yet answered for. They are on disk, in IndexedDB.`;
}
