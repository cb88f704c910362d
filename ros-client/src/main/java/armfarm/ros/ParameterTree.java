package armfarm.ros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameter server's values: a tree of structs, addressed by slash-separated names; "/" is the root. Thread-safe. */
final class ParameterTree {
    private Map<String, Object> root = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if the root is set to something that is not a struct */
    synchronized void set(String name, Object value) {
        String[] words = words(name);
        if (words.length == 0) {
            if (!(value instanceof Map<?, ?> struct)) {
                throw new IllegalArgumentException("parameter / is a struct, found " + value);
            }
            root = copy(struct);
            return;
        }
        Map<String, Object> parent = root;
        for (int i = 0; i < words.length - 1; i++) {
            Object child = parent.get(words[i]);
            Map<String, Object> struct = child instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
            parent.put(words[i], struct);
            parent = struct;
        }
        parent.put(words[words.length - 1], value instanceof Map<?, ?> struct ? copy(struct) : value);
    }

    synchronized Optional<Object> get(String name) {
        Object value = root;
        for (String word : words(name)) {
            value = value instanceof Map<?, ?> struct ? struct.get(word) : null;
        }
        return Optional.ofNullable(value instanceof Map<?, ?> struct ? copy(struct) : value);
    }

    /** @return whether there was such a parameter */
    synchronized boolean delete(String name) {
        String[] words = words(name);
        if (words.length == 0 || get(name).isEmpty()) {
            return false;
        }
        String last = words[words.length - 1];
        String parentName = String.join("/", List.of(words).subList(0, words.length - 1));
        Map<String, Object> parent = copy((Map<?, ?>) get(parentName).orElseThrow());
        parent.remove(last);
        set("/" + parentName, parent);
        return true;
    }

    /**
     * Looks for a relative name in a namespace and then in each one around it. Only the name's first word has to be
     * there, so that a struct that hides an outer one is found.
     *
     * @return full name
     */
    synchronized Optional<String> search(String namespace, String name) {
        String first = words(name).length == 0 ? "" : words(name)[0];
        for (String at = namespace; ; at = at.substring(0, at.lastIndexOf('/'))) {
            if (get(at + "/" + first).isPresent()) {
                return Optional.of(at + "/" + String.join("/", words(name)));
            }
            if (at.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    /** Full names of all values that are not structs. */
    synchronized List<String> names() {
        List<String> names = new ArrayList<>();
        collect("", root, names);
        return names;
    }

    private static void collect(String prefix, Map<?, ?> struct, List<String> names) {
        struct.forEach((word, value) -> {
            if (value instanceof Map<?, ?> inner) {
                collect(prefix + "/" + word, inner, names);
            } else {
                names.add(prefix + "/" + word);
            }
        });
    }

    private static String[] words(String name) {
        return List.of(name.split("/")).stream().filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    private static Map<String, Object> copy(Map<?, ?> struct) {
        Map<String, Object> copy = new LinkedHashMap<>();
        struct.forEach((word, value) ->
                copy.put(word.toString(), value instanceof Map<?, ?> inner ? copy(inner) : value));
        return copy;
    }
}
