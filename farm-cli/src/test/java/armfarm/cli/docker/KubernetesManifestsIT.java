package armfarm.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests against Kubernetes' own schemas, by the Python package kubernetes-validate. */
class KubernetesManifestsIT {
    private static final String PYTHON = System.getenv().getOrDefault("ARMFARM_PYTHON", "python3");

    @TempDir
    Path folder;

    @Test
    void theSchemasOfKubernetesAcceptEveryManifest() throws IOException, InterruptedException {
        assumeValidator();
        List<Path> manifests;
        try (var files = Files.list(Path.of("../docker/kubernetes"))) {
            manifests = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }

        assertThat(manifests).hasSizeGreaterThanOrEqualTo(7);
        for (Path manifest : manifests) {
            Answer answer = validate(manifest);
            assertThat(answer.exitCode()).as(answer.text()).isZero();
            assertThat(answer.text()).contains("passed for resource");
        }
    }

    @Test
    void anUnknownKeyOrAWrongTypeIsFound() throws IOException, InterruptedException {
        assumeValidator();
        String store = Files.readString(Path.of("../docker/kubernetes/store.yaml"));
        Path misspelled = Files.writeString(folder.resolve("a.yaml"), store.replace("  replicas: 2", "  replica: 2"));
        Path wrongType = Files.writeString(folder.resolve("b.yaml"), store.replace("  replicas: 2", "  replicas: two"));

        assertThat(validate(misspelled).exitCode()).isNotZero();
        assertThat(validate(wrongType).exitCode()).isNotZero();
    }

    private static void assumeValidator() throws IOException, InterruptedException {
        assumeThat(run("-c", "import kubernetes_validate").exitCode())
                .as(
                        "Python package kubernetes-validate not installed; ./check installs it, or name a Python that has it with"
                                + " ARMFARM_PYTHON")
                .isZero();
    }

    private static Answer validate(Path manifest) throws IOException, InterruptedException {
        return run("-m", "kubernetes_validate", "--strict", manifest.toString());
    }

    private static Answer run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private record Answer(int exitCode, String text) {}
}
