/** One class that DL4J 1.0.0-M2.1 looks up by name and does not ship; without it the oneDNN layers stay off. */
package org.nd4j.nativeblas;
