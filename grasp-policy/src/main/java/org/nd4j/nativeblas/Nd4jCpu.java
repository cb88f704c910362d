package org.nd4j.nativeblas;

/**
 * Tells DL4J that the native library was built with oneDNN.
 *
 * <p>DL4J 1.0.0-M2.1 asks {@code Nd4jCpu$Environment.isUseMKLDNN()} by reflection, but the class was renamed in ND4J, so
 * every oneDNN layer is dropped and training is some twenty times slower. Only correct together with an {@code onednn}
 * classifier of nd4j-native, which is the one this module depends on.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The part of the former class that DL4J calls. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        public static Environment getInstance() {
            return INSTANCE;
        }

        public boolean isUseMKLDNN() {
            return true;
        }
    }
}
