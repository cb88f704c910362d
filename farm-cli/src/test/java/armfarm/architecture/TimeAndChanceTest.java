package armfarm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Time and chance come through the constructor, so that a test can step the one and repeat the other: only who is named here takes
 * them from the machine. The lists say why, and name nobody who does not.
 */
@AnalyzeClasses(packages = "armfarm", importOptions = ProductOnly.class)
class TimeAndChanceTest {
    private static final String COMMANDS = "armfarm.cli";

    private static final Map<String, String> READ_TICKS = Map.of(
            "armfarm.messages.time.Ticker", "what Stopwatch and Deadline count by, unless they are given another");

    /** Beside the commands, which are where a process begins. */
    private static final Map<String, String> READ_THE_TIME_OF_DAY = Map.of(
            "armfarm.controller.roles.Farm", "puts a farm together and gives all parts its clock",
            "armfarm.controller.roles.RoleSetup", "puts a role together and gives all parts its clock",
            "armfarm.controller.links.StoreAccess", "opens the store for a command",
            "armfarm.controller.simulation.GazeboArms", "stamps of its own loops' health",
            "armfarm.controller.dashboard.StatusStream", "stamps of its own loops' health",
            "armfarm.ingest.IngestLoops", "stamps of the loops' health",
            "armfarm.episodes.postgres.StoreLoops", "stamps of the loops' health",
            "armfarm.ros.loops.RosLoops", "stamps of the loops' health",
            "armfarm.ros.RosNode", "the time of a node while no simulator makes one",
            "armfarm.ingest.IngestBenchmark", "a measurement that a command runs");

    private static final Map<String, String> TAKE_CHANCE = Map.of(
            "armfarm.episodes.postgres.WriteAccess", "a name that no other process has",
            "armfarm.episodes.postgres.ServerFolder", "the password of the embedded database",
            "armfarm.episodes.shard.ShardOwner", "a name that no other process has",
            "armfarm.controller.roles.RoleSetup", "a name that no other process has",
            "armfarm.simulation.gazebo.GazeboWatch", "a name that no other process has");

    private static boolean readsTicks(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(System.class)
                && access.getName().equals("nanoTime");
    }

    private static boolean readsTheTimeOfDay(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        return (owner.getPackageName().equals("java.time") && name.equals("now") && isWithoutArguments(access))
                || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                || (owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.startsWith("tick")))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
                || (owner.isEquivalentTo(Date.class) && name.equals("<init>") && isWithoutArguments(access));
    }

    private static boolean takesChance(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        boolean unseeded = (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class))
                && name.equals("<init>")
                && isWithoutArguments(access);
        return unseeded
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || (owner.isEquivalentTo(StrictMath.class) && name.equals("random"))
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || owner.isEquivalentTo(SecureRandom.class)
                || (owner.isEquivalentTo(RandomGenerator.class) && (name.equals("of") || name.equals("getDefault")))
                || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                || (owner.isEquivalentTo(Collections.class) && name.equals("shuffle") && arguments(access) == 1);
    }

    private static boolean isWithoutArguments(JavaAccess<?> access) {
        return arguments(access) == 0;
    }

    private static int arguments(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().size()
                : 0;
    }

    @ArchTest
    static final ArchRule passedTimeIsReadInOnePlace = noClasses()
            .that(areNotIn(READ_TICKS.keySet()))
            .should(doAny("read System.nanoTime", TimeAndChanceTest::readsTicks))
            .because("Stopwatch and Deadline of armfarm.messages.time measure and wait, and can be given another"
                    + " ticker");

    @ArchTest
    static final ArchRule theTimeOfDayIsInjected = noClasses()
            .that(areNotIn(READ_THE_TIME_OF_DAY.keySet()))
            .and()
            .resideOutsideOfPackage(COMMANDS + "..")
            .should(doAny("read the machine's clock", TimeAndChanceTest::readsTheTimeOfDay))
            .because("an InstantSource comes through the constructor");

    @ArchTest
    static final ArchRule chanceIsSeeded = noClasses()
            .that(areNotIn(TAKE_CHANCE.keySet()))
            .should(doAny("take chance from the machine", TimeAndChanceTest::takesChance))
            .because("a RandomGenerator with a seed that is known comes through the constructor");

    @ArchTest
    static void theListsNameNobodyElse(JavaClasses all) {
        assertThat(who(all, TimeAndChanceTest::readsTicks)).containsExactlyInAnyOrderElementsOf(READ_TICKS.keySet());
        assertThat(who(all, TimeAndChanceTest::readsTheTimeOfDay)).containsAll(READ_THE_TIME_OF_DAY.keySet());
        assertThat(who(all, TimeAndChanceTest::takesChance)).containsExactlyInAnyOrderElementsOf(TAKE_CHANCE.keySet());
    }

    private static Set<String> who(JavaClasses all, Predicate<JavaAccess<?>> does) {
        return all.stream()
                .filter(javaClass -> javaClass.getAccessesFromSelf().stream().anyMatch(does))
                .map(Names::outermost)
                .collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaClass> areNotIn(Set<String> names) {
        return DescribedPredicate.describe(
                "are not on the list", javaClass -> !names.contains(Names.outermost(javaClass)));
    }

    private static ArchCondition<JavaClass> doAny(String what, Predicate<JavaAccess<?>> does) {
        return ArchConditions.be(DescribedPredicate.describe(
                what, javaClass -> javaClass.getAccessesFromSelf().stream().anyMatch(does)));
    }
}
