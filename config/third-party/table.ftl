<#list dependencyMap as e>
<#assign p = e.getKey()/>
<#assign l = e.getValue()/>
| `${p.groupId}:${p.artifactId}` | ${p.version} | <#list l as x>${x}<#sep> or </#sep></#list> |
</#list>
