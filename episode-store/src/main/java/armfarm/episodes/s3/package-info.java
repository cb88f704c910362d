/** Sealed shards in S3 or in anything that speaks its protocol. Types of the AWS SDK stay in here. */
package armfarm.episodes.s3;
