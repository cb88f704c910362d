package armfarm.controller.roles;

import armfarm.controller.FarmArms;
import armfarm.controller.PagePort;
import armfarm.controller.base.DataFolder;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.episodes.FarmCounts;
import java.time.Duration;
import java.util.Locale;

/** What a farm in one process says of its start. Stateless. */
final class StartText {
    private StartText() {}

    /** Some lines; ends with a line break. @param before what the store held */
    static String of(
            Duration took,
            FarmServices services,
            FarmArms arms,
            FarmCounts before,
            DataFolder folder,
            DashboardServer page) {
        String resumed = before.attempts() == 0
                ? ""
                : String.format("  resuming    %d attempts, %d models%n", before.attempts(), before.models());
        return String.format(
                Locale.ROOT,
                "Started in %.1f s:%n%s%s  log         %s%n  page        %s%n%sCtrl-C stops.%n",
                took.toMillis() / 1000.0,
                components(services, arms),
                resumed,
                folder.root().resolve("logs").resolve("farm.log"),
                page.uri(),
                PagePort.warning(page));
    }

    private static String components(FarmServices services, FarmArms arms) {
        return String.format(
                "  PostgreSQL  %s%n%s  Kafka       %s%n  ROS master  %s%n  arms        %s: %s%n",
                services.database().location(),
                services.objectLocation()
                        .map(place -> String.format("  images      %s, complete shards%n", place))
                        .orElse(""),
                services.broker().bootstrapServers(),
                services.rosMaster(),
                arms.describe(),
                String.join(
                        ", ", arms.all().stream().map(arm -> arm.id().name()).toList()));
    }
}
