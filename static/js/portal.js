// Conveniences of the portal; every page works without them.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Unsaved changes are warned of; sending a form twice presses only once.
  let dirty = false;
  all("form[data-unsaved]").forEach((form) => {
    form.addEventListener("input", () => { dirty = true; });
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    dirty = false;
    const form = event.target;
    if (form.method === "get") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // "/" or Ctrl-K goes to the search; j and k walk a queue.
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const search = document.querySelector("[data-shortcut='/']");
    if (search && ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey)))) {
      event.preventDefault();
      search.focus();
    }
    if (!typing && !event.ctrlKey && !event.metaKey && (event.key === "j" || event.key === "k")) {
      const link = document.querySelector(event.key === "j" ? "[data-next]" : "[data-previous]");
      if (link) link.click();
    }
  });

  // A row of a list opens where its link leads.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    const link = row && row.querySelector("a.row-link");
    if (!link || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href); else link.click();
  });

  // Rows of inline tables.
  const add = (set) => {
    const counter = set.querySelector("input[name$='-TOTAL_FORMS']");
    const html = set.querySelector("[data-row-template]").innerHTML.replaceAll("__prefix__", counter.value);
    set.querySelector("[data-rows]").insertAdjacentHTML("beforeend", html);
    counter.value = Number(counter.value) + 1;
    const first = set.querySelector("[data-rows] > :last-child :is(input:not([type=hidden]), select, textarea)");
    if (first) first.focus();
    dirty = true;
  };
  all("[data-formset]").forEach((set) => {
    const button = set.querySelector("[data-add-row]");
    if (!button || !set.querySelector("[data-row-template]")) return;
    button.hidden = false;
    button.addEventListener("click", () => add(set));
  });
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name && box.name.endsWith("-DELETE")) box.closest("[data-row]")?.classList.toggle("is-removed", box.checked);
  });

  // Running totals: data-sum-of="prefix-*-amount", data-product-of="prefix-*-quantity prefix-*-price".
  const fieldsOf = (pattern) => {
    const [head, tail] = pattern.split("*");
    return all(`[name^="${head}"][name$="${tail}"]`).filter((field) =>
      !field.name.includes("__prefix__") && !field.closest("[data-row]")?.classList.contains("is-removed"));
  };
  const value = (field) => Number.parseFloat(field.value.replaceAll(",", "")) || 0;
  const total = () => {
    all("[data-sum-of]").forEach((output) => {
      const patterns = output.dataset.sumOf.split(" ");
      const columns = patterns.map(fieldsOf);
      const where = output.dataset.where ? output.dataset.where.split("=") : null;
      const sum = columns[0].reduce((so_far, field, index) => {
        if (where) {
          const other = document.querySelector(`[name="${field.name.replace(/[^-]+$/, where[0])}"]`);
          if (!other || other.value !== where[1]) return so_far;
        }
        return so_far + columns.reduce((product, column) => product * (column[index] ? value(column[index]) : 0), 1);
      }, 0);
      output.dataset.sum = sum;
      output.textContent = sum.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
    });
    // data-minus="one other": the balance of two totals.
    all("[data-minus]").forEach((output) => {
      const [one, other] = output.dataset.minus.split(" ").map((name) => document.querySelector(`[data-total="${name}"]`));
      const left = Number(one?.dataset.sum || 0) - Number(other?.dataset.sum || 0);
      output.textContent = left.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
    });
  };
  document.addEventListener("input", total);
  document.addEventListener("change", total);
  if (document.querySelector("[data-sum-of]")) total();

  // Drafts save by themselves a moment after typing stops.
  all("form[data-autosave]").forEach((form) => {
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, credentials: "same-origin",
        }).catch(() => null);
        const mark = form.querySelector("[data-saved-at]");
        if (!answer || !answer.ok || !mark) return;
        const said = await answer.json().catch(() => null);
        if (!said) return;
        mark.textContent = said.message;
        if (said.version && form.elements.version) form.elements.version.value = said.version;
        if (said.saved) dirty = false;
      }, 1500);
    });
  });

  // The summary of errors is where the reader lands.
  document.querySelector("[data-focus]")?.focus();
})();
