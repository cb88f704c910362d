package armfarm.controller.dashboard;

import java.time.Clock;
import java.util.List;

/** Shows the page with made-up numbers, for work on its looks: {@code DashboardDemo [port] [arms] [attempts]}. */
public final class DashboardDemo {
    private DashboardDemo() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        int arms = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        long attempts = arguments.length > 2 ? Long.parseLong(arguments[2]) : 0;
        FakeFarm farm = new FakeFarm(Clock.systemUTC(), arms, attempts);
        try (DashboardServer server =
                DashboardServer.start(DashboardServer.LOCAL_HOST, port, List.of(), farm, Clock.systemUTC())) {
            System.out.println(server.uri());
            Thread.currentThread().join();
        }
    }
}
