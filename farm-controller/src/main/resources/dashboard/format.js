// Numbers and durations as people read them.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(value) {
    return whole.format(value);
}

/** 1 with "duplicate" as "1 duplicate", 2 as "2 duplicates". */
export function counted(value, noun) {
    return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 0.784 as "78.4 %"; a dash when there is none. */
export function percent(value, digits = 0) {
    return value === null || value === undefined ? '–' : `${(value * 100).toFixed(digits)} %`;
}

/** The 95 % interval of a rate, for example "71 – 84 %". */
export function interval(rate) {
    return rate.n === 0 ? 'no attempts yet' : `${(rate.low * 100).toFixed(0)} – ${(rate.high * 100).toFixed(0)} %`;
}

export function seconds(value) {
    if (value < 10) {
        return `${value.toFixed(1)} s`;
    }
    if (value < 120) {
        return `${value.toFixed(0)} s`;
    }
    return value < 7200 ? `${Math.floor(value / 60)} min` : duration(value);
}

export function duration(value) {
    const minutes = Math.floor(value / 60);
    if (minutes < 1) {
        return `${Math.floor(value)} s`;
    }
    if (minutes < 60) {
        return `${minutes} min ${Math.floor(value % 60)} s`;
    }
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** m0003-9f2c41aa as "m0003": the round is enough where the space is small. */
export function shortModel(version) {
    return version.split('-')[0];
}

/** Before this, a time is no date but the clock of a simulation that began at 0. */
const FIRST_DATE = Date.UTC(2000, 0, 1);

/** A time as the farm tells it, for people: local date and time, or the seconds of a simulated clock. */
export function when(text) {
    const millis = Date.parse(text);
    if (Number.isNaN(millis)) {
        return String(text);
    }
    return millis < FIRST_DATE
        ? `${(millis / 1000).toFixed(3)} s of simulated time`
        : new Date(millis).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
}
