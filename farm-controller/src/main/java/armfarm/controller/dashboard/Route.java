package armfarm.controller.dashboard;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that the page's server answers.
 *
 * @param parameters that may stand behind the question mark; any other is an error, since one that is mistyped would be ignored
 */
record Route(HandlerType method, String path, Set<String> parameters, Handler handler) {
    static Route get(String path, Set<String> parameters, Handler handler) {
        return new Route(HandlerType.GET, path, parameters, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, Set.of(), handler);
    }

    void answer(Context context) throws Exception {
        for (Map.Entry<String, List<String>> given : context.queryParamMap().entrySet()) {
            if (!parameters.contains(given.getKey())) {
                throw CurationApi.wrong(
                        "parameter",
                        given.getKey(),
                        parameters.isEmpty() ? "none" : "one of " + String.join(", ", new TreeSet<>(parameters)));
            }
            if (given.getValue().size() > 1) {
                throw CurationApi.wrong(given.getKey(), String.join("' and '", given.getValue()), "one value");
            }
        }
        handler.handle(context);
    }
}
