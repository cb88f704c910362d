#!/usr/bin/env bash
# Prints which test classes took longest, and how long the tests of each module took: from the reports that Maven's test
# plugins left in */target/ below the present folder. Time is what the clock showed, waiting included; classes that ran side
# by side count in full.
# Usage: slowest-tests.sh [how many classes; 20 if not given]
set -euo pipefail

# One line for each report: milliseconds, unit or integration, module, class. The plugins write thousands with a comma.
report_times() {
    find . -path './*/target/*-reports*/TEST-*.xml' -exec awk '
        FNR == 1 { open = 0; text = "" }
        /<testsuite[ >]/ { open = 1; text = "" }
        open { text = text " " $0 }
        open && />/ {
            open = 0
            class = text; sub(/.* name="/, "", class); sub(/".*/, "", class); sub(/.*\./, "", class)
            time = text; sub(/.* time="/, "", time); sub(/".*/, "", time); gsub(/,/, "", time)
            split(FILENAME, folder, "/")
            kind = FILENAME ~ /\/failsafe-reports[^\/]*\/TEST-/ ? "integration" : "unit"
            printf "%d %s %s %s\n", time * 1000 + 0.5, kind, folder[2], class
        }' {} +
}

times=$(report_times)
if [[ -z $times ]]; then
    echo "slowest tests: there is no test report below $PWD"
    exit 0
fi
echo "slowest test classes, in seconds:"
sort -k 1,1nr -k 4,4 <<<"$times" |
    awk -v count="${1:-20}" 'NR <= count { printf "%8.1f  %-11s  %-16s  %s\n", $1 / 1000, $2, $3, $4 }'
echo "all test classes, in seconds:"
awk '
    { sum[$3, $2] += $1; total[$2] += $1; modules[$3] }
    END {
        for (module in modules) printf "%s %d %d\n", module, sum[module, "unit"], sum[module, "integration"]
        printf "~ %d %d\n", total["unit"], total["integration"]
    }' <<<"$times" | LC_ALL=C sort |
    awk 'BEGIN { printf "    %-18s %8s %12s\n", "", "unit", "integration" }
        { printf "    %-18s %8.1f %12.1f\n", $1 == "~" ? "all modules" : $1, $2 / 1000, $3 / 1000 }'
