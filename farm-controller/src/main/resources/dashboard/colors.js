// One colour a model version: from violet for the oldest to green for the newest, so that age can be seen.

const OLDEST_HUE = 300;
const NEWEST_HUE = 150;

/** @returns a function from policy name to CSS colour */
export function policyColors(versions) {
    const indexByVersion = new Map(versions.map((version, index) => [version, index]));
    const dark = document.documentElement.dataset.theme === 'dark';
    const lightness = dark ? 0.76 : 0.56;
    return policy => {
        const index = indexByVersion.get(policy);
        if (index === undefined) {
            return dark ? '#8b95a5' : '#6b7686';
        }
        const age = versions.length < 2 ? 1 : index / (versions.length - 1);
        const hue = OLDEST_HUE + (NEWEST_HUE - OLDEST_HUE) * age;
        return `oklch(${lightness} 0.15 ${hue.toFixed(0)})`;
    };
}
