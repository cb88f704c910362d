/** The LeRobot layout, and the Parquet files it is made of, written by DuckDB. */
package armfarm.episodes.parquet;
