package armfarm.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.config.FarmConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** That the parts of docker/ fit together, which no schema knows. */
class DeploymentFilesTest {
    private static final Path DOCKER = Path.of("../docker");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void everyServiceOfTheLabIsLimitedRestartedAndWatched() throws IOException {
        JsonNode services = composeFile("compose.yaml").path("services");

        assertThat(names(services))
                .contains(
                        "kafka",
                        "database",
                        "roscore",
                        "controller",
                        "store",
                        "trainer",
                        "arm",
                        "prometheus",
                        "grafana");
        services.properties().forEach(service -> {
            JsonNode value = service.getValue();
            assertThat(value.path("mem_limit").asText()).as(service.getKey()).matches("\\d+[mg]");
            assertThat(value.path("restart").asText()).as(service.getKey()).isEqualTo("unless-stopped");
            value.path("ports")
                    .forEach(port -> assertThat(port.asText())
                            .as("%s: only this machine reaches it", service.getKey())
                            .matches("(127\\.0\\.0\\.1|\\$\\{ROS_PUBLISH:-127\\.0\\.0\\.1}):.*"));
        });
    }

    @Test
    void whatTheLabMountsOrBuildsIsThere() throws IOException {
        for (String file : List.of("compose.yaml", "compose.single.yaml")) {
            JsonNode compose = composeFile(file);
            compose.path("services").forEach(service -> {
                service.path("volumes").forEach(volume -> {
                    String source = volume.asText().split(":")[0];
                    if (source.startsWith("./")) {
                        assertThat(DOCKER.resolve(source)).as(file).exists();
                    } else {
                        assertThat(names(compose.path("volumes"))).as(file).contains(source);
                    }
                });
                JsonNode build = service.path("build");
                if (!build.isMissingNode()) {
                    Path context = DOCKER.resolve(build.path("context").asText());
                    assertThat(context.resolve(build.path("dockerfile").asText()))
                            .exists();
                }
            });
        }
    }

    @Test
    void noSecretIsInAFileOrInAnImage() throws IOException {
        for (JsonNode secret : composeFile("compose.yaml").path("secrets")) {
            assertThat(secret.path("file").asText()).startsWith("./secrets/");
        }
        assertThat(Files.readAllLines(Path.of("../.gitignore"))).contains("docker/secrets/");
        try (Stream<Path> files = Files.list(DOCKER)) {
            for (Path ignore : files.filter(file -> file.toString().endsWith(".dockerignore"))
                    .toList()) {
                assertThat(Files.readAllLines(ignore)).as("%s", ignore).contains("docker/secrets");
            }
        }
    }

    @Test
    void theLabAndKubernetesHaveTheSameConfiguration() throws IOException {
        JsonNode lab = YAML.readTree(Files.readString(DOCKER.resolve("lab/farm.yaml")));
        JsonNode cluster = manifests("config.yaml").get(0).path("data");
        JsonNode inCluster = YAML.readTree(cluster.path("farm.yaml").asText());

        assertThat(((ObjectNode) inCluster.path("postgres")).remove("password_file"))
                .isNotNull();
        assertThat(((ObjectNode) lab.path("postgres")).remove("password_file")).isNotNull();
        assertThat(inCluster).isEqualTo(lab);
    }

    @Test
    void theFarmReadsTheConfigurationsOfItsContainers() {
        FarmConfig lab = FarmConfig.read(DOCKER.resolve("lab/farm.yaml"));

        assertThat(lab.page().port()).as("that of the health check").isEqualTo(9400);
        assertThat(lab.images().folder())
                .as("where the compose file mounts shards")
                .isEqualTo("/shards");
        assertThat(lab.connections().jdbcPasswordFile()).isEqualTo("/run/secrets/postgres_password");
        assertThat(FarmConfig.read(DOCKER.resolve("container.yaml")).page().port())
                .isEqualTo(8080);
    }

    @Test
    void theManifestsOfKubernetesFitTogether() throws IOException {
        List<JsonNode> all = allManifests();
        Set<String> known = new HashSet<>();
        all.forEach(one -> known.add(
                one.path("kind").asText() + "/" + one.at("/metadata/name").asText()));
        List<JsonNode> workloads =
                all.stream().filter(one -> one.at("/spec/template").isObject()).toList();

        assertThat(workloads).hasSize(5);
        workloads.forEach(workload -> fitsTogether(workload, known));
        all.stream()
                .filter(one -> Set.of("Service", "PodDisruptionBudget")
                        .contains(one.path("kind").asText()))
                .forEach(one -> {
                    JsonNode selector = one.at("/spec/selector");
                    JsonNode wanted = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
                    assertThat(workloads)
                            .as("%s", one)
                            .anyMatch(workload ->
                                    workload.at("/spec/selector/matchLabels").equals(wanted));
                });
    }

    @Test
    void applyingTheFolderWritesOverNoSecretAndTheDocsSayHowToMakeEach() throws IOException {
        List<JsonNode> all = allManifests();
        Set<String> secrets = new TreeSet<>();
        all.forEach(one -> one.findValuesAsText("secretName").forEach(secrets::add));
        String docs = Files.readString(Path.of("../docs/kubernetes.md"));

        assertThat(all).noneMatch(one -> one.path("kind").asText().equals("Secret"));
        assertThat(secrets).isNotEmpty();
        assertThat(secrets)
                .allSatisfy(
                        name -> assertThat(docs).contains("create secret generic " + name + " --from-file=password="));
        assertThat(manifests("config.yaml").get(0).at("/data/farm.yaml").asText())
                .as("the key that the docs name")
                .contains("password_file: /run/secrets/armfarm/password");
    }

    @Test
    void thePodsAreClosedButToWhoIsNamed() throws IOException {
        List<JsonNode> all = allManifests();
        Set<String> components = new TreeSet<>();
        all.forEach(one -> components.add(one.at("/spec/template/metadata/labels/app.kubernetes.io~1component")
                .asText()));
        List<JsonNode> policies = all.stream()
                .filter(one -> one.path("kind").asText().equals("NetworkPolicy"))
                .toList();

        assertThat(policies)
                .as("one closes every pod of the farm")
                .anyMatch(one -> one.at("/spec/ingress").isMissingNode()
                        && one.at("/spec/podSelector/matchLabels/app.kubernetes.io~1part-of")
                                .asText()
                                .equals("armfarm")
                        && one.at("/spec/podSelector/matchExpressions").isMissingNode());
        assertThat(policies).hasSize(3).allSatisfy(policy -> {
            assertThat(policy.at("/spec/policyTypes/0").asText()).isEqualTo("Ingress");
            policy.findValues("values")
                    .forEach(values ->
                            values.forEach(component -> assertThat(components).contains(component.asText())));
            policy.at("/spec/ingress")
                    .forEach(rule -> assertThat(rule.path("from"))
                            .as("nobody is let in without being named")
                            .isNotEmpty());
        });
    }

    private static List<JsonNode> allManifests() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DOCKER.resolve("kubernetes"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|yml|json)"))
                    .toList()) {
                all.addAll(
                        manifests(DOCKER.resolve("kubernetes").relativize(file).toString()));
            }
        }
        return all;
    }

    private static void fitsTogether(JsonNode workload, Set<String> known) {
        JsonNode pod = workload.at("/spec/template/spec");
        Set<String> volumes = new HashSet<>();
        Map<String, String> references =
                Map.of("configMap/name", "ConfigMap", "persistentVolumeClaim/claimName", "PersistentVolumeClaim");
        pod.path("volumes").forEach(volume -> {
            volumes.add(volume.path("name").asText());
            references.forEach((path, kind) -> {
                JsonNode name = volume.at("/" + path);
                if (!name.isMissingNode()) {
                    assertThat(known).contains(kind + "/" + name.asText());
                }
            });
        });
        workload.at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        pod.path("containers").forEach(container -> {
            container
                    .path("volumeMounts")
                    .forEach(mount ->
                            assertThat(volumes).contains(mount.path("name").asText()));
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            if (container.path("image").asText().equals("armfarm/farm")) {
                assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                        .as("where the farm writes")
                        .contains("/data", "/tmp", "/var/cache/armfarm");
                assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
                assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(9400);
            }
        });
    }

    private static List<JsonNode> manifests(String file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(DOCKER.resolve("kubernetes/" + file).toFile())) {
            return documents.readAll();
        }
    }

    private static JsonNode composeFile(String name) throws IOException {
        // Jackson knows no merge keys (<<), SnakeYAML does.
        Object merged = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DOCKER.resolve(name)));
        return new ObjectMapper().valueToTree(merged);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
