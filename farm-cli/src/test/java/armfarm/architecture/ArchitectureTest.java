package armfarm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/** Which package may use which library, and who makes threads. */
@AnalyzeClasses(packages = "armfarm", importOptions = ProductOnly.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule wordsNeedTheJdkOnly = classes()
            .that()
            .resideInAnyPackage(
                    "armfarm.messages", "armfarm.messages.cell", "armfarm.messages.time", "armfarm.messages.hash")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "armfarm.messages",
                    "armfarm.messages.cell",
                    "armfarm.messages.time",
                    "armfarm.messages.hash",
                    "java..",
                    "javax.imageio..",
                    "org.w3c.dom.."); // the JDK's, in which it describes images

    @ArchTest
    static final ArchRule supervisionNeedsTheJdkOnly = classes()
            .that()
            .resideInAPackage("armfarm.messages.supervision")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("armfarm.messages", "armfarm.messages.supervision", "armfarm.messages.time", "java..");

    /**
     * What lives as long as the process is a loop of a supervision. These make threads of another kind; docs/architecture.md says
     * which.
     */
    private static final Set<String> THREAD_MAKERS = Set.of(
            "armfarm.messages.supervision.SupervisedLoop",
            "armfarm.ingest.Committer",
            "armfarm.ingest.IngestBenchmark",
            "armfarm.ingest.broker.BrokerProcess",
            "armfarm.ingest.broker.EmbeddedBroker",
            "armfarm.controller.roles.FarmServices",
            "armfarm.cli.bench.ReadBack",
            "armfarm.cli.StatusCommand",
            "armfarm.cli.StopCommand",
            "armfarm.cli.StopSignal",
            "armfarm.controller.dashboard.StatusStream",
            "armfarm.cli.night.ReplayPipeline",
            "armfarm.controller.state.Probes",
            "armfarm.ros.DaemonThreads",
            "armfarm.ros.RosNode",
            "armfarm.ros.bench.BenchProcess",
            "armfarm.ros.xmlrpc.XmlRpcServer",
            "armfarm.simulation.ArmThread");

    private static final DescribedPredicate<JavaClass> MAKES_THREADS = DescribedPredicate.describe(
            "make threads",
            javaClass -> javaClass.getAccessesFromSelf().stream()
                    .anyMatch(access -> makesAThread(access.getTargetOwner(), access.getName())));

    private static boolean makesAThread(JavaClass owner, String member) {
        boolean constructed = member.equals("<init>")
                && (owner.isAssignableTo(Thread.class)
                        || owner.isAssignableTo(ThreadPoolExecutor.class)
                        || owner.isAssignableTo(ForkJoinPool.class)
                        || owner.isAssignableTo(Timer.class));
        boolean async = owner.isEquivalentTo(CompletableFuture.class) && member.endsWith("Async");
        return constructed || async || owner.isEquivalentTo(Executors.class);
    }

    @ArchTest
    static final ArchRule whatLivesAsLongAsTheProcessIsASupervisedLoop = noClasses()
            .that(DescribedPredicate.describe(
                    "are not on the list", javaClass -> !THREAD_MAKERS.contains(Names.outermost(javaClass))))
            .should(ArchConditions.be(MAKES_THREADS))
            .because("a thread that nobody supervises dies in silence: use Supervision.every or Supervision.loop");

    @ArchTest
    static void theListOfThreadMakersNamesNobodyElse(JavaClasses all) {
        assertThat(all.stream().filter(MAKES_THREADS).map(Names::outermost).distinct())
                .containsAll(THREAD_MAKERS);
    }

    @ArchTest
    static final ArchRule kafkaStaysInIngest = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule sqlStaysInTheStore = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "armfarm.episodes.postgres..", "armfarm.episodes.parquet..", "armfarm.episodes.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..", "org.duckdb..");

    @ArchTest
    static final ArchRule objectStorageClientsStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.episodes.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..");

    @ArchTest
    static final ArchRule deepLearningStaysInTheNetwork = noClasses()
            .that()
            .resideInAPackage("armfarm..")
            .and()
            .resideOutsideOfPackage("armfarm.policy.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule imageProcessingStaysInItsPackages = noClasses()
            .that()
            .resideInAPackage("armfarm..")
            .and()
            .resideOutsideOfPackages(
                    "armfarm.messages.opencv",
                    "armfarm.policy.outcome",
                    "armfarm.ingest.image",
                    "armfarm.policy.network")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opencv..", "org.bytedeco..");

    @ArchTest
    static final ArchRule theCLibraryStaysWithTheThreads = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.messages.threads..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule physicsStaysInTheSimulation = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.simulation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.jme3..");

    @ArchTest
    static final ArchRule webStaysInThePage = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.controller.dashboard..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..");

    @ArchTest
    static final ArchRule webServerStaysInThePageAndWhatGuardsIt = noClasses()
            .that()
            .resideOutsideOfPackages("armfarm.controller.dashboard..", "armfarm.controller.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule prometheusStaysInTheMetrics = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.controller.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.prometheus..");

    @ArchTest
    static final ArchRule chartsStayInThePlots = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.cli.plots..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jfree..", "org.apache.batik..");

    @ArchTest
    static final ArchRule randomnessIsInjected = noClasses()
            .that()
            .resideOutsideOfPackages("armfarm.controller..", "armfarm.cli..")
            .should()
            .callConstructor(java.util.Random.class);

    @ArchTest
    static final ArchRule safetyKnowsNoNetworkAndNoLearning = noClasses()
            .that()
            .resideInAPackage("armfarm.drivers.safety..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("armfarm.ros..", "armfarm.drivers.cell..", "armfarm.policy..", "java.net..");
}
