package armfarm.ros.bag;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says of a file that is no bag what it is instead, as far as its first bytes tell, and what to do. */
final class NotABag {
    private static final Map<String, String> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("#ROSBAG V", "bags of version 1 can be converted with 'rosbag fix'");
        KNOWN.put("#ROSRECORD", "bags of version 1 can be converted with 'rosbag fix'");
        KNOWN.put("version http", "this is a git-lfs pointer; get the file itself with 'git lfs pull'");
        KNOWN.put("\u001f\u008b", "this is a gzip file; unpack it with 'gunzip'");
        KNOWN.put("PK\u0003\u0004", "this is a zip file; unpack it");
        KNOWN.put("BZh", "this is a bz2 file; unpack it with 'bunzip2'");
        KNOWN.put("\u0089MCAP", "this is an MCAP file; convert it to a ROS 1 bag");
        KNOWN.put("SQLite forma", "this is a ROS 2 recording; convert it to a ROS 1 bag");
        KNOWN.put("<!DOCTYPE", "this is a web page, so what was downloaded is not the bag");
        KNOWN.put("<html", "this is a web page, so what was downloaded is not the bag");
    }

    private NotABag() {}

    static String explain(byte[] firstBytes, long length) {
        if (length == 0) {
            return "it is empty (0 bytes): its recorder was stopped before it wrote anything, or it was not copied";
        }
        String text = new String(firstBytes, StandardCharsets.ISO_8859_1);
        String found = "it begins with '" + text.replaceAll("[^ -~]", ".") + "', expected '#ROSBAG V2.0'";
        return KNOWN.entrySet().stream()
                .filter(known -> text.startsWith(known.getKey()))
                .map(known -> found + "; " + known.getValue())
                .findFirst()
                .orElse(found);
    }
}
