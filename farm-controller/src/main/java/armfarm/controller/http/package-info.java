/**
 * What the farm's web servers have in common: which requests they answer, which headers go out, and that no request occupies the
 * threads others need.
 */
package armfarm.controller.http;
