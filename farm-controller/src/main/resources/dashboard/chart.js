// The success curve: one line and confidence band per model version, the random baseline dashed across.
import uPlot from './vendor/uplot/dist/uPlot.esm.js';
import { element, make, replaceWhenChanged, setText } from './dom.js';
import { count, interval, percent, shortModel } from './format.js';

const RANDOM = 'random';

export class SuccessChart {
    #host;
    #legend;
    #plot = null;
    #shape = '';
    #status = null;
    #colors = null;

    constructor(host, legend) {
        this.#host = host;
        this.#legend = legend;
        new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(host);
    }

    show(status, colors) {
        this.#status = status;
        this.#colors = colors;
        const policies = [...new Set(status.curve.map(point => point.policy))]
            .sort((a, b) => (a === RANDOM ? -1 : b === RANDOM ? 1 : a.localeCompare(b)));
        element('chart-empty').hidden = status.curve.length > 0;
        this.#showWords(policies);
        const shape = JSON.stringify([policies, document.documentElement.dataset.theme]);
        if (shape !== this.#shape || !this.#plot) {
            this.#plot?.destroy();
            this.#shape = shape;
            this.#plot = new uPlot(this.#options(policies), this.#data(policies), this.#host);
        } else {
            this.#plot.setData(this.#data(policies));
        }
    }

    /** After a change of theme. */
    redraw() {
        if (this.#status) {
            this.show(this.#status, this.#colors);
        }
    }

    /** Columns for uPlot: attempts, then rate, low and high of each policy. */
    #data(policies) {
        const points = this.#status.curve;
        const columns = [points.map(point => point.attempts)];
        for (const policy of policies) {
            const of = key => points.map(p => (p.policy === policy ? p.success[key] : null));
            columns.push(of('rate'), of('low'), of('high'));
        }
        return columns;
    }

    #options(policies) {
        const series = [{}];
        const bands = [];
        policies.forEach((policy, index) => {
            const color = this.#colors(policy);
            const random = policy === RANDOM;
            const newest = !random && index === policies.length - 1;
            series.push({
                stroke: random ? null : color,
                width: newest ? 3 : 2,
                spanGaps: true,
                points: { show: true, size: 4, fill: color, stroke: color },
            });
            const edge = { stroke: null, width: 0, spanGaps: true, points: { show: false } };
            series.push({ ...edge }, { ...edge });
            if (!random) {
                const first = 1 + index * 3;
                bands.push({ series: [first + 2, first + 1], fill: translucent(color, newest ? 22 : 12) });
            }
        });
        const ink = cssColor('--muted');
        const grid = { stroke: cssColor('--grid'), width: 1 };
        return {
            ...this.#size(),
            padding: [10, 12, 0, 0],
            legend: { show: false },
            cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
            scales: {
                x: { time: false, range: (_, min, max) => [0, Math.max(max ?? 0, 200)] },
                y: { range: () => [0, 1] },
            },
            axes: [
                {
                    stroke: ink, grid: { show: false }, ticks: grid, size: 32, font: '12px system-ui',
                    label: 'attempts of the whole farm', labelFont: '12px system-ui', labelSize: 16, labelGap: 0,
                    values: (_, values) => values.map(count),
                },
                {
                    stroke: ink, grid, ticks: { show: false }, size: 46, font: '12px system-ui',
                    splits: () => [0, 0.2, 0.4, 0.6, 0.8, 1],
                    values: (_, values) => values.map(value => percent(value)),
                },
            ],
            series,
            bands,
            hooks: { draw: [plot => this.#drawBaseline(plot)], setCursor: [plot => this.#showTip(plot, policies)] },
        };
    }

    #drawBaseline(plot) {
        const { random } = this.#status;
        if (random.rate === null) {
            return;
        }
        const { ctx, bbox } = plot;
        const y = value => plot.valToPos(value, 'y', true);
        const ink = cssColor('--muted');
        ctx.save();
        ctx.fillStyle = translucent(ink, 10);
        ctx.fillRect(bbox.left, y(random.high), bbox.width, y(random.low) - y(random.high));
        ctx.strokeStyle = ink;
        ctx.lineWidth = 1.5 * devicePixelRatio;
        ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y(random.rate));
        ctx.lineTo(bbox.left + bbox.width, y(random.rate));
        ctx.stroke();
        ctx.fillStyle = ink;
        ctx.font = `600 ${12 * devicePixelRatio}px system-ui`;
        ctx.textAlign = 'right';
        ctx.textBaseline = 'bottom';
        ctx.fillText(`random ${percent(random.rate)}`, bbox.left + bbox.width - 6 * devicePixelRatio,
            y(random.high) - 3 * devicePixelRatio);
        ctx.restore();
    }

    #showTip(plot, policies) {
        let tip = plot.over.querySelector('.chart-tip');
        if (!tip) {
            tip = make('div', { class: 'chart-tip' });
            plot.over.append(tip);
        }
        const index = plot.cursor.idx;
        const point = index === null || index === undefined ? null : this.#status.curve[index];
        tip.hidden = !point || plot.cursor.left < 0 || !policies.includes(point.policy);
        if (tip.hidden) {
            return;
        }
        tip.replaceChildren(
            make('b', {}, `${shortModel(point.policy)} ${percent(point.success.rate)}`),
            make('span', {}, `${interval(point.success)}, ${count(point.success.n)} attempts up to ${count(point.attempts)}`));
        const right = plot.cursor.left > plot.over.clientWidth / 2;
        tip.style.left = right ? '' : `${plot.cursor.left + 14}px`;
        tip.style.right = right ? `${plot.over.clientWidth - plot.cursor.left + 14}px` : '';
    }

    #showWords(policies) {
        const models = policies.filter(policy => policy !== RANDOM);
        const shown = models.slice(-8);
        replaceWhenChanged(this.#legend, [models, document.documentElement.dataset.theme], () => {
            const entries = shown.map(policy => {
                const dot = make('i', { class: 'dot', 'aria-hidden': 'true' });
                dot.style.background = this.#colors(policy);
                return make('li', { title: policy }, dot, shortModel(policy));
            });
            if (models.length > shown.length) {
                entries.unshift(make('li', {}, `${models.length - shown.length} older`));
            }
            entries.unshift(make('li', {}, make('i', { class: 'dashes', 'aria-hidden': 'true' }), 'random'));
            return entries;
        });
        const last = policy => this.#status.curve.findLast(point => point.policy === policy);
        setText('chart-summary', policies
            .map(policy => `${policy} last at ${percent(last(policy).success.rate)}`)
            .join(', '));
    }

    #size() {
        return { width: this.#host.clientWidth, height: this.#host.clientHeight };
    }
}

function cssColor(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function translucent(color, percentage) {
    return `color-mix(in srgb, ${color} ${percentage}%, transparent)`;
}
