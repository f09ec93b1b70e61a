// What the desk needs beyond plain HTML.

// Words that are selected in a source fill in the form beside it. The server counts characters, JavaScript halves of
// them: an emoji is two of its units.
{
  const source = document.querySelector("[data-words]");
  const form = source && document.getElementById(source.dataset.words);
  if (form) {
    const { start, end, woorden } = form.elements;
    const characters = (text) => Array.from(text).length;
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      if (selection.isCollapsed || !selection.rangeCount) return;
      const range = selection.getRangeAt(0).cloneRange();
      if (!source.contains(range.startContainer)) return;
      if (!source.contains(range.endContainer)) range.setEnd(source, source.childNodes.length);
      const before = document.createRange();
      before.setStart(source, 0);
      before.setEnd(range.startContainer, range.startOffset);
      start.value = characters(before.toString());
      end.value = Number(start.value) + characters(range.toString());
      woorden.value = range.toString();
    });
    // What is typed is looked for in the text.
    woorden.addEventListener("input", () => {
      start.value = end.value = "";
    });
  }
}

// While the sources are indexed anew or a new index is opened, what is told of it is fetched again; without a script
// there is a link. What is the same stays as it is, so that nobody is told twice, and the focus stays where it is.
{
  const follow = async () => {
    const job = document.querySelector("#job[data-running]");
    if (!job) return;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const answer = await fetch(location.pathname + location.search);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = fresh.querySelector("#job");
    if (!now) return;
    for (const part of document.querySelectorAll("[data-follows]")) {
      const other = fresh.getElementById(part.id);
      if (part.innerHTML !== other.innerHTML) part.replaceChildren(...other.childNodes);
    }
    job.toggleAttribute("data-running", now.hasAttribute("data-running"));
    follow();
  };
  follow();
}
