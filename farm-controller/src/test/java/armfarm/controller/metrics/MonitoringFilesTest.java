package armfarm.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dashboard, alert rules and documentation ask for is what the farm tells. */
class MonitoringFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern METRIC = Pattern.compile("\\b(?:armfarm|jvm|process)_[a-z0-9_]+\\b");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(armfarm_[a-z0-9_]+)", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void everyQueryOfTheDashboardFindsItsMetrics() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(ROOT.resolve("docker/grafana/dashboards/armfarm.json")));
        List<String> queries = new ArrayList<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.path("expr").asText())));

        assertThat(queries).hasSizeGreaterThan(10).doesNotContain("");
        assertThat(told()).containsAll(metricsIn(queries));
        assertThat(dashboard.path("uid").asText()).isEqualTo("armfarm");
    }

    @Test
    void everyAlertRuleFindsItsMetrics() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(Files.readString(ROOT.resolve("docker/prometheus/alerts.yaml")));
        List<String> queries = new ArrayList<>();
        rules.path("groups")
                .forEach(group -> group.path("rules").forEach(rule -> {
                    queries.add(rule.path("expr").asText());
                    assertThat(rule.at("/annotations/summary").asText())
                            .as("%s", rule)
                            .isNotEmpty();
                    assertThat(rule.at("/annotations/action").asText())
                            .as("%s", rule)
                            .isNotEmpty();
                }));

        assertThat(queries).hasSizeGreaterThan(5).doesNotContain("");
        assertThat(told()).containsAll(metricsIn(queries));
    }

    @Test
    void theDocumentationListsEveryMetricOfOurs() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher matcher = DOCUMENTED.matcher(Files.readString(ROOT.resolve("docs/metrics.md")));
        while (matcher.find()) {
            documented.add(matcher.group(1));
        }

        Set<String> ours = told().stream()
                .filter(name -> name.startsWith("armfarm_"))
                .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(ours);
    }

    private Set<String> told() {
        return FullMetrics.names(new FullMetrics(folder, batch -> {}).text());
    }

    private static Set<String> metricsIn(List<String> queries) {
        Set<String> names = new TreeSet<>();
        for (String query : queries) {
            Matcher matcher = METRIC.matcher(query);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
