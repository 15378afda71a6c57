// Draws the figures of the page, which stand in it as JSON, with ECharts; again when the colour scheme changes.
(function () {
  "use strict";

  var figures = JSON.parse(document.getElementById("figures").textContent);
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var charts = [];

  // Of Okabe and Ito, which people with any colour vision tell apart; lighter ones on dark paper.
  var LIGHT = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#946c00", "#56b4e9", "#5b5b5b", "#7a3db8"];
  var DARK = ["#56b4e9", "#f58a3c", "#2fc79b", "#e39ac4", "#e6c84f", "#8fd0ff", "#b8b8b8", "#b592e6"];

  function colours() {
    return dark.matches ? DARK : LIGHT;
  }

  function variable(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function number(value) {
    if (value === null || value === undefined || value === "-") {
      return "-";
    }
    if (typeof value !== "number" || Number.isInteger(value)) {
      return String(value);
    }
    var size = Math.abs(value);
    return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(3) : String(Number(value.toPrecision(7)));
  }

  function pairs(x, y) {
    return x.map(function (at, i) { return [at, y[i]]; });
  }

  function common(extra) {
    var ink = variable("--ink");
    var narrow = window.innerWidth < 600; // no room for legend and tools side by side
    var option = {
      color: colours(),
      backgroundColor: "transparent",
      animation: false,
      textStyle: { color: ink, fontFamily: "inherit" },
      legend: { type: "scroll", top: narrow ? 20 : 0, left: 0, width: narrow ? "94%" : "84%", textStyle: { color: ink }, pageTextStyle: { color: ink } },
      tooltip: { trigger: "axis", valueFormatter: number, confine: true,
        backgroundColor: variable("--paper"), borderColor: variable("--line"), textStyle: { color: ink } },
      toolbox: { right: 0, top: -4, iconStyle: { borderColor: variable("--soft") }, feature: {
        dataZoom: { title: { zoom: "Zoom", back: "Undo zoom" } }, restore: { title: "Reset" },
        saveAsImage: { title: "Save", backgroundColor: variable("--paper"), name: "entrosum" } } },
      grid: { left: 12, right: 20, top: narrow ? 74 : 58, bottom: 34, containLabel: true }
    };
    Object.keys(extra).forEach(function (key) { option[key] = extra[key]; });
    if ((option.series || []).length < 2) {
      option.legend = { show: false };
    }
    return option;
  }

  function axis(name, extra) {
    var soft = variable("--soft");
    var result = {
      type: "value", name: name, nameLocation: "middle", nameGap: 26, scale: true,
      nameTextStyle: { color: soft }, axisLabel: { color: soft, hideOverlap: true, formatter: number },
      axisLine: { onZero: false, lineStyle: { color: soft } }, splitLine: { lineStyle: { color: variable("--line") } }
    };
    Object.keys(extra || {}).forEach(function (key) { result[key] = extra[key]; });
    return result;
  }

  function upright(name, extra) {
    return axis(name, Object.assign({ nameLocation: "end", nameGap: 10,
      nameTextStyle: { color: variable("--soft"), align: "left" } }, extra || {}));
  }

  // Ends of an axis of logarithms: whole powers of ten around what is there.
  function logarithmic(values) {
    var there = values.filter(function (value) { return value > 0; }).map(Math.log10);
    var least = there.length ? Math.floor(Math.min.apply(null, there)) : -16;
    var largest = there.length ? Math.ceil(Math.max.apply(null, there)) : least + 1;
    return { type: "log", min: Math.pow(10, least), max: Math.pow(10, Math.max(largest, least + 1)) };
  }

  function line(series, x, extra) {
    return Object.assign({ name: series.name, type: "line", showSymbol: x.length < 40, symbolSize: 5,
      data: pairs(x, series.values) }, extra || {});
  }

  var draw = {
    course: function (data) {
      var labels = data.x.map(String);
      function iterations(index, name) {
        return axis(name, { type: "category", boundaryGap: false, data: labels, gridIndex: index, scale: undefined,
          axisTick: { show: false }, axisLabel: { show: index === 2, color: soft, hideOverlap: true } });
      }
      function over(one, index, extra) {
        return Object.assign({ name: one.name, type: "line", xAxisIndex: index, yAxisIndex: index, symbolSize: 5,
          showSymbol: labels.length < 40, data: one.values }, extra || {});
      }
      var soft = variable("--soft");
      // Its logarithm on a plain axis: ECharts' own axis of logarithms fails below some 1e-14.
      var powers = data.gap.values.map(function (gap) { return Math.log10(Math.max(gap, 1e-16)); });
      var series = [over(data.bound, 0), over(data.sum, 0, { lineStyle: { type: "dashed" } }), over(
        { name: data.gap.name, values: powers }, 1,
        { tooltip: { valueFormatter: function (power) { return power <= -16 ? "0" : Math.pow(10, power).toExponential(2); } } })];
      data.entropies.forEach(function (entropy) {
        series.push(over(entropy, 2, { stack: "entropies", stackStrategy: "samesign", areaStyle: { opacity: 0.45 },
          showSymbol: false }));
      });
      return common({
        axisPointer: { link: [{ xAxisIndex: "all" }] },
        grid: [
          { left: 72, right: 20, top: "10%", height: "28%" },
          { left: 72, right: 20, top: "43%", height: "19%" },
          { left: 72, right: 20, top: "68%", height: "25%" }],
        xAxis: [iterations(0, ""), iterations(1, ""), iterations(2, "iteration")],
        yAxis: [upright("nats a row", { gridIndex: 0 }),
          upright("|gap|, nats a row", { gridIndex: 1, minInterval: 1,
            min: Math.floor(Math.min.apply(null, powers)), max: Math.ceil(Math.max.apply(null, powers) + 1e-9),
            axisLabel: { color: soft, hideOverlap: true, formatter: function (power) { return "1e" + power; } } }),
          upright("entropies, nats a row", { gridIndex: 2 })],
        dataZoom: [{ type: "inside", xAxisIndex: [0, 1, 2], filterMode: "none", zoomOnMouseWheel: "ctrl" }],
        series: series
      });
    },
    lines: function (data) {
      var series = data.lines.map(function (one) { return line(one, data.x); });
      if (data.mark) {
        var at = data.mark.x !== undefined ? { xAxis: data.mark.x } : { yAxis: data.mark.y };
        series[0].markLine = { symbol: "none", silent: true, lineStyle: { color: variable("--soft"), type: "dashed" },
          label: { formatter: data.mark.name, color: variable("--ink"), position: "insideEndTop" }, data: [at] };
      }
      return common({ xAxis: axis(data.xName, data.xWhole ? { minInterval: 1 } : {}), yAxis: upright(data.yName), series: series });
    },
    bars: function (data) {
      return common({
        xAxis: axis(data.xName, { type: "category", data: data.labels, axisLabel: { color: variable("--soft"), hideOverlap: true } }),
        yAxis: upright(data.yName, { scale: false }),
        series: data.bars.map(function (one) { return { name: one.name, type: "bar", data: one.values }; })
      });
    },
    histogram: function (data) {
      var series = [{ name: "rows", type: "custom", encode: { x: [0, 1], y: 2 },
        itemStyle: { opacity: 0.45 },
        data: data.heights.map(function (height, i) { return [data.edges[i], data.edges[i + 1], height]; }),
        renderItem: function (params, api) {
          var from = api.coord([api.value(0), api.value(2)]);
          var to = api.coord([api.value(1), api.value(2)]);
          if (!(api.value(2) > 0)) {
            return null;
          }
          var bottom = params.coordSys.y + params.coordSys.height;
          return { type: "rect", shape: { x: from[0], y: from[1], width: Math.max(1, to[0] - from[0] - 1), height: bottom - from[1] },
            style: { fill: api.visual("color"), opacity: 0.45 } };
        } }];
      data.curves.forEach(function (curve) {
        series.push(line(curve, data.at, { showSymbol: false, lineStyle: { width: curve.name === "model" ? 3 : 1.5 } }));
      });
      return common({
        tooltip: Object.assign({}, common({}).tooltip, { trigger: "axis" }),
        xAxis: axis(data.xName, { min: data.edges[0], max: data.edges[data.edges.length - 1],
          axisLabel: { color: variable("--soft"), hideOverlap: true, formatter: number, showMinLabel: false, showMaxLabel: false } }),
        yAxis: upright(data.yName, data.log ? logarithmic(data.heights) : { scale: false }), series: series
      });
    },
    scatter: function (data) {
      var palette = colours();
      var series = [];
      data.clouds.forEach(function (cloud, i) {
        var colour = palette[i % palette.length];
        series.push({ name: cloud.name, type: "scatter", symbolSize: 4, itemStyle: { color: colour, opacity: 0.55 },
          large: false, data: pairs(cloud.x, cloud.y) });
        cloud.outlines.forEach(function (outline) {
          series.push({ name: cloud.name, type: "line", showSymbol: false, silent: true, tooltip: { show: false },
            lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour }, data: pairs(outline.x, outline.y) });
        });
      });
      return common({
        tooltip: Object.assign({}, common({}).tooltip, { trigger: "item", formatter: function (point) {
          return point.seriesName + "<br>" + number(point.value[0]) + ", " + number(point.value[1]);
        } }),
        xAxis: axis(data.xName), yAxis: upright(data.yName), series: series
      });
    },
    heatmap: function (data) {
      var cells = [];
      var size = 0;
      data.rows.forEach(function (row, i) {
        row.values.forEach(function (value, j) {
          cells.push([j, i, value]);
          size = Math.max(size, Math.abs(value || 0));
        });
      });
      return common({
        legend: { show: false },
        tooltip: Object.assign({}, common({}).tooltip, { trigger: "item", formatter: function (cell) {
          return data.columns[cell.value[0]] + ", " + data.rows[cell.value[1]].name + ": " + number(cell.value[2]);
        } }),
        grid: { left: 12, right: 20, top: 58, bottom: 60, containLabel: true },
        visualMap: { min: -size, max: size, calculable: true, orient: "horizontal", left: "center", bottom: 0, precision: 3,
          textStyle: { color: variable("--ink") }, itemHeight: 160,
          inRange: { color: dark.matches ? ["#f58a3c", "#23272e", "#56b4e9"] : ["#b34a00", "#f4f4f4", "#00588a"] } },
        xAxis: axis(data.xName, { type: "category", data: data.columns, axisLabel: { color: variable("--soft"), hideOverlap: true } }),
        yAxis: upright(data.yName, { type: "category", data: data.rows.map(function (row) { return row.name; }),
          axisLabel: { color: variable("--soft"), hideOverlap: true }, inverse: true, nameLocation: "start" }),
        series: [{ type: "heatmap", data: cells, progressive: 0 }]
      });
    }
  };

  function images(box, data) {
    var magnify = Math.max(1, Math.round(64 / Math.max(data.width, data.height)));
    data.images.forEach(function (image) {
      var holder = document.createElement("div");
      var canvas = document.createElement("canvas");
      canvas.width = data.width;
      canvas.height = data.height;
      canvas.style.width = data.width * magnify + "px";
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", image.name);
      canvas.title = image.name;
      var bytes = atob(image.pixels);
      var context = canvas.getContext("2d");
      var pixels = context.createImageData(data.width, data.height);
      for (var i = 0; i < bytes.length; i++) {
        var grey = bytes.charCodeAt(i);
        pixels.data.set([grey, grey, grey, 255], 4 * i);
      }
      context.putImageData(pixels, 0, 0);
      holder.appendChild(canvas);
      holder.appendChild(document.createTextNode(image.name));
      box.appendChild(holder);
    });
  }

  // The numbers of a figure as a table, made when somebody asks for it.
  function columns(data) {
    switch (data.kind) {
      case "course":
        return [["iteration", data.x]].concat([data.bound, data.sum, data.gap].concat(data.entropies)
          .map(function (one) { return [one.name, one.values]; }));
      case "lines":
        return [[data.xName, data.x]].concat(data.lines.map(function (one) { return [one.name, one.values]; }));
      case "bars":
        return [[data.xName, data.labels]].concat(data.bars.map(function (one) { return [one.name, one.values]; }));
      case "histogram":
        return [["from", data.edges.slice(0, -1)], ["to", data.edges.slice(1)], ["density", data.heights]];
      case "heatmap":
        return [[data.xName, data.columns]].concat(data.rows.map(function (one) { return [one.name, one.values]; }));
      default:
        return null;
    }
  }

  function table(box, data) {
    var all = columns(data);
    if (!all) {
      return;
    }
    var details = document.createElement("details");
    var summary = document.createElement("summary");
    summary.textContent = "Numbers";
    details.appendChild(summary);
    details.addEventListener("toggle", function () {
      if (details.childElementCount > 1) {
        return;
      }
      var wide = document.createElement("div");
      wide.className = "wide";
      var rows = document.createElement("table");
      var head = rows.createTHead().insertRow();
      all.forEach(function (column) {
        var cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = column[0];
        head.appendChild(cell);
      });
      var body = rows.createTBody();
      for (var i = 0; i < all[0][1].length; i++) {
        var row = body.insertRow();
        all.forEach(function (column) { row.insertCell().textContent = number(column[1][i]); });
      }
      wide.appendChild(rows);
      details.appendChild(wide);
    });
    box.parentNode.appendChild(details);
  }

  figures.forEach(function (data, i) {
    var box = document.getElementById("figure-" + i);
    if (data.kind === "images") {
      box.classList.add("grid");
      images(box, data);
      return;
    }
    box.classList.add("chart", data.kind);
    var chart = echarts.init(box, null, { renderer: "svg" });
    charts.push({ chart: chart, data: data });
    try {
      chart.setOption(draw[data.kind](data));
    } catch (error) { // the others are drawn all the same
      console.error(error);
      chart.dispose();
      charts.pop();
      box.textContent = "This figure could not be drawn: " + error.message;
    }
    table(box, data);
  });

  function again() {
    charts.forEach(function (one) { one.chart.setOption(draw[one.data.kind](one.data), true); });
  }

  dark.addEventListener("change", again);
  ["resize", "beforeprint"].forEach(function (event) {
    window.addEventListener(event, function () { charts.forEach(function (one) { one.chart.resize(); }); });
  });
  document.documentElement.setAttribute("data-drawn", String(figures.length));
})();
