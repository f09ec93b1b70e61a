const failures = new Set(["wrong", "refused", "invented"]);
const questions = [...document.querySelectorAll(".question")];
const field = (id) => document.getElementById(id);

function part() {
  const chosen = document.querySelector("input[name=part]:checked");
  return chosen ? chosen.value : "all";
}

function choose() {
  const [verdict, kind, set] = ["by-verdict", "by-kind", "by-set"].map((id) => field(id).value);
  const wanted = field("by-text").value.trim().toLowerCase();
  let shown = 0;
  for (const question of questions) {
    const own = question.dataset;
    const fits =
      (part() === "all" || own.part === part()) &&
      (!verdict || own.verdict === verdict || (verdict === "failures" && failures.has(own.verdict))) &&
      (!kind || own.kind === kind) &&
      (!set || own.set === set) &&
      (!wanted || question.textContent.toLowerCase().includes(wanted));
    question.hidden = !fits;
    shown += fits;
  }
  field("shown").textContent = shown;
}

function showPart() {
  for (const section of document.querySelectorAll("section.part")) {
    section.hidden = part() !== section.dataset.part && document.querySelector("input[name=part]") !== null;
  }
  choose();
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches(".question")) {
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
  }
}

for (const id of ["by-verdict", "by-kind", "by-set"]) field(id).addEventListener("change", choose);
field("by-text").addEventListener("input", choose);
for (const input of document.querySelectorAll("input[name=part]")) input.addEventListener("change", showPart);
addEventListener("hashchange", openTarget);
showPart();
openTarget();
