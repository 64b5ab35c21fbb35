// Enhancement only: sorting, the search box, the empty state, and the page's state in its address. Filters are CSS and work without this.
(function () {
  "use strict";
  var root = document.documentElement, form = document.getElementById("filters"), live = document.getElementById("live");
  root.classList.add("js");
  var tables = list(document.querySelectorAll("table.rank"));
  if (!form || !tables.length) return;
  var metric = document.getElementById("f-metric"), search = document.getElementById("f-search"), workload = document.getElementById("f-workload");
  var ranks = { t: "rt", cost: "rc", bill: "rb", ips: "ri", acc: "ra" };     // computed where ties and missing values are known
  var key = "t", down = false;

  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function head(table, k) { return table.querySelector('th[data-k="' + k + '"]'); }
  function label(th) { return th.getAttribute("data-name") || th.querySelector(".h").textContent.trim().toLowerCase(); }
  function value(row, k) { var v = row.getAttribute("data-" + k); return v === null || v === "" ? null : isNaN(v) ? v : +v; }

  function sort(k, descending, say) {
    key = k; down = descending;
    tables.forEach(function (table) {
      var body = table.querySelector("tbody.ranked");
      list(body.rows).sort(function (a, b) {
        var x = value(a, k), y = value(b, k);
        if (x === null || y === null) return (x === null) - (y === null);    // what has no value is last in both directions
        return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
      }).forEach(function (row) {
        body.appendChild(row);
        row.cells[0].textContent = row.getAttribute("data-" + (ranks[k] || "rt")) || "–";
      });
      list(table.querySelectorAll("th[data-k]")).forEach(function (th) {
        if (th.getAttribute("data-k") === k) th.setAttribute("aria-sort", descending ? "descending" : "ascending"); else th.removeAttribute("aria-sort");
      });
    });
    if (ranks[k]) metric.value = k;
    if (say) live.textContent = "Sorted by " + label(head(tables[0], k)) + (descending ? ", largest first" : ", smallest first");
    remember();
  }
  tables.forEach(function (table) {                                          // the head stays text; a button lies over it
    list(table.querySelectorAll("th[data-k]")).forEach(function (th) {
      var button = document.createElement("button"), k = th.getAttribute("data-k");
      button.type = "button"; button.className = "sort"; button.setAttribute("aria-label", "Sort by " + label(th));
      th.appendChild(button);
      button.addEventListener("click", function () { sort(k, k === key ? !down : th.hasAttribute("data-desc"), true); });
    });
  });

  function shown(row) { return !row.hidden && getComputedStyle(row).display !== "none"; }
  function refresh() {
    var words = (search.value || "").toLowerCase().split(/\s+/).filter(Boolean);
    list(document.querySelectorAll("[data-find]")).forEach(function (row) {  // rows of rankings and of kernels
      var text = row.textContent.toLowerCase();
      row.hidden = words.some(function (w) { return text.indexOf(w) < 0; });
    });
    list(document.querySelectorAll(".chart a[href]")).forEach(function (mark) {
      var row = document.getElementById(mark.getAttribute("href").slice(1));
      mark.classList.toggle("gone", !!row && row.hidden);
    });
    tables.forEach(function (table) {
      var section = table.parentNode, rest = table.querySelector("tbody.unranked");
      section.hidden = false; table.hidden = false;
      if (rest) rest.hidden = false;
      if (getComputedStyle(section).display === "none") return;              // another workload's: nothing to count
      var seen = list(table.querySelectorAll("tr[data-find]")).filter(shown).length;
      if (rest) rest.hidden = !list(rest.querySelectorAll("tr[data-find]")).some(shown);
      table.hidden = seen === 0; section.querySelector(".none").hidden = seen > 0;
      live.textContent = seen === 1 ? "1 row shown" : seen + " rows shown";
    });
    remember();
  }

  function remember() {
    var parts = [];
    if (key !== "t" || down) parts.push("sort=" + key + (down ? "-" : ""));
    list(form.querySelectorAll("select")).forEach(function (s) {
      if (s !== metric && !s.options[s.selectedIndex].classList.contains("all")) parts.push(s.name + "=" + s.value);
    });
    if (search.value) parts.push("find=" + encodeURIComponent(search.value));
    try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search); } catch (e) { /* some browsers refuse for a local file */ }
  }
  function recall() {
    var s = "t", d = false;
    location.hash.slice(1).split("&").forEach(function (p) {
      var i = p.indexOf("="), k = p.slice(0, i), v = p.slice(i + 1);
      if (i < 1) return;
      try { v = decodeURIComponent(v); } catch (e) { return; }
      if (k === "find") search.value = v;
      else if (k === "sort") { d = v.slice(-1) === "-"; s = v.replace("-", ""); }
      else list(form.querySelectorAll("select")).forEach(function (select) {
        if (select.name === k && list(select.options).some(function (o) { return o.value === v; })) select.value = v;
      });
    });
    sort(list(tables[0].querySelectorAll("th[data-k]")).some(function (th) { return th.getAttribute("data-k") === s; }) ? s : "t", d, false);
  }
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("change", function (e) {
    if (e.target === metric) sort(metric.value, head(tables[0], metric.value).hasAttribute("data-desc"), true); else refresh();
  });
  form.addEventListener("reset", function () { setTimeout(function () { sort("t", false, false); refresh(); }, 0); });
  search.addEventListener("input", refresh);
  if (location.hash.indexOf("=") > 0) recall(); else sort("t", false, false);
  refresh();
})();
