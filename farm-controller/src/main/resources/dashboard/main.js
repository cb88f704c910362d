// Wires the stream of snapshots to the parts of the page.
import { connect } from './connection.js';
import { SuccessChart } from './chart.js';
import { ArmTiles } from './tiles.js';
import * as panels from './panels.js';
import { element, setText } from './dom.js';
import { seconds } from './format.js';
import { policyColors } from './colors.js';

const chart = new SuccessChart(element('chart'), element('chart-legend'));
const tiles = new ArmTiles(element('arm-tiles'));
let lastStatusAt = null;
let trouble = '';

connect('/api/events', {
    onStatus(status) {
        lastStatusAt = performance.now();
        trouble = '';
        show(status);
    },
    onTrouble(message) {
        trouble = message;
        showConnection('live');
    },
    onState: showConnection,
});
setInterval(() => {
    tiles.showAges(secondsSinceStatus());
    if (document.body.dataset.connection === 'lost') {
        showBanner();
    }
}, 1000);
document.addEventListener('themechange', () => chart.redraw());

function show(status) {
    const colors = policyColors(status.models.map(model => model.version));
    panels.showTop(status);
    panels.showNotices(status.notices);
    panels.showHeadlines(status);
    panels.showTrainer(status.trainer);
    panels.showModels(status.models, colors);
    panels.showFooter(status);
    chart.show(status, colors);
    tiles.show(status.arms);
    tiles.showAges(0);
    showBanner();
}

function showConnection(state) {
    document.body.dataset.connection = state;
    setText('connection-text', { connecting: 'connecting', live: 'live', lost: 'not connected' }[state]);
    showBanner();
}

function showBanner() {
    const lost = document.body.dataset.connection === 'lost';
    const first = lastStatusAt === null;
    setText('banner-text', !lost
        ? trouble && `The farm cannot report: ${trouble}`
        : first ? 'No connection to the farm yet, retrying …' : 'Connection lost, retrying …');
    // Not read aloud: it changes every second.
    setText('banner-age', lost && !first ? ` What you see is ${seconds(secondsSinceStatus())} old.` : '');
    element('banner').hidden = !lost && !trouble;
}

function secondsSinceStatus() {
    return lastStatusAt === null ? 0 : (performance.now() - lastStatusAt) / 1000;
}
