package armfarm.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds those that use each other in a circle, by Tarjan's algorithm. Used once. */
final class Circles {
    private final Map<String, Set<String>> uses;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private Circles(Map<String, Set<String>> uses) {
        this.uses = uses;
    }

    /** Of two or more; each with all that can be reached there and back. */
    static List<Set<String>> among(Map<String, Set<String>> uses) {
        Circles circles = new Circles(uses);
        uses.keySet().forEach(name -> {
            if (!circles.order.containsKey(name)) {
                circles.visit(name);
            }
        });
        return circles.found;
    }

    private void visit(String name) {
        int number = order.size();
        order.put(name, number);
        lowest.put(name, number);
        open.push(name);
        for (String used : uses.getOrDefault(name, Set.of())) {
            if (!order.containsKey(used)) {
                visit(used);
                lowest.merge(name, lowest.get(used), Math::min);
            } else if (open.contains(used)) {
                lowest.merge(name, order.get(used), Math::min);
            }
        }
        if (lowest.get(name) == number) {
            close(name);
        }
    }

    private void close(String first) {
        Set<String> circle = new TreeSet<>();
        String name;
        do {
            name = open.pop();
            circle.add(name);
        } while (!name.equals(first));
        if (circle.size() > 1) {
            found.add(circle);
        }
    }
}
