// One stored attempt: what it saw, what was decided, how it ended and who says so.
import { element, make, setText } from './dom.js';

const id = location.pathname.split('/').pop();
setText('id', id);
show();

async function show() {
    const response = await fetch(`/api/attempts/${id}`);
    const answer = await response.json();
    if (!response.ok) {
        setText('trouble', answer.error);
        element('trouble').hidden = false;
        return;
    }
    const attempt = answer.attempt;
    document.title = `${attempt.arm}, ${attempt.outcome} - Armfarm`;
    setText('outcome', attempt.outcome);
    element('outcome').dataset.outcome = attempt.outcome;
    element('images').replaceChildren(...answer.frames.map(frame => make('li', {}, make('figure', {},
        make('img', { src: `/api/attempts/${id}/images/${frame.sequence}`, alt: frame.kind }),
        make('figcaption', {}, `${frame.sequence}: ${frame.kind}, ${frame.stamp}`)))));
    element('facts').replaceChildren(...Object.entries(attempt).filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, name.replaceAll('_', ' ')),
            make('td', {}, String(value)))));
    element('steps').replaceChildren(...answer.steps.map(step => row(
        step.step,
        step.model || (step.exploration ? 'exploration' : 'random'),
        step.predicted === null ? '' : step.predicted.toFixed(3),
        [step.command_dx_meters, step.command_dy_meters, step.command_dz_meters].map(v => v.toFixed(3)).join(', ')
            + `, ${(Math.atan2(step.command_sin_dyaw, step.command_cos_dyaw) * 180 / Math.PI).toFixed(1)}`,
        step.cem_seed)));
    element('labels').replaceChildren(...answer.labels.map(label => row(
        label.source, label.outcome, label.confidence.toFixed(2), label.labelled_at, label.labelled_by ?? '', label.note ?? '')));
}

function row(...values) {
    return make('tr', {}, ...values.map(value => make('td', {}, String(value))));
}
