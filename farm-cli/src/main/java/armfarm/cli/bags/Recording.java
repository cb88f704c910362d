package armfarm.cli.bags;

/** A recording that is imported. @param sha256 of its bytes, lower-case hex */
record Recording(String fileName, String sha256) {
    /** Names where the images come from: what was in the bin is not known. */
    String sceneId(String topic) {
        return fileName + " " + topic;
    }
}
